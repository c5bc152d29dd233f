import { category } from '../lib/category.mjs';
import { areaPage } from '../pages/area.mjs';
import { changesPage } from '../pages/changes.mjs';
import { contractPage } from '../pages/contract.mjs';
import { decisionPages, draftsPage, openQuestionsPage } from '../pages/decisions.mjs';
import { flowPages } from '../pages/flows.mjs';
import { limitsPage } from '../pages/limits.mjs';
import { observabilityPage } from '../pages/observability.mjs';
import { overviewPage } from '../pages/overview.mjs';
import { requirementPage } from '../pages/requirement.mjs';
import { wirePages } from '../pages/wire.mjs';

const idOf = ({ path }) => path.replace(/\.mdx$/, '');
/** The specification: the contract, the wire, requirements by area, decisions, flows. */
export function specSection(data) {
  const wire = wirePages(data);
  const decisions = decisionPages(data);
  const flows = flowPages(data);
  const requirements = data.requirements.map((requirement) => requirementPage(requirement, data));
  const areas = data.areas.map((area) => areaPage(area, data));
  const observability = observabilityPage(data);
  const single = [
    overviewPage(data),
    contractPage(data),
    limitsPage(data),
    draftsPage(data),
    openQuestionsPage(data),
    changesPage(data),
    ...(observability === undefined ? [] : [observability]),
  ];
  return {
    id: 'spec',
    label: 'Specification',
    pages: [...single, ...wire, ...areas, ...requirements, ...decisions, ...flows],
    sidebar: [
      'spec/index',
      category(
        'Requirements',
        data.areas.map(({ area, title, requirements: own }) =>
          category(
            title,
            own.map(({ id }) => `spec/env-vars/${id}`),
            `spec/env-vars/${area}/index`,
          ),
        ),
        'spec/env-vars/index',
      ),
      category('On the wire', wire.slice(1).map(idOf), 'spec/wire/index'),
      'spec/limits',
      ...(flows.length === 0 ? [] : [category('Flows', flows.slice(1).map(idOf), 'spec/flows/index')]),
      category('Decisions', decisions.slice(1).map(idOf), 'spec/decisions/index'),
      ...(observability === undefined ? [] : [idOf(observability)]),
      'spec/drafts',
      'spec/open-questions',
      'spec/changes',
    ],
    footer: [
      { label: 'The contract', to: '/spec/' },
      { label: 'Requirements', to: '/spec/env-vars/' },
      { label: 'Decisions', to: '/spec/decisions/' },
      { label: 'Open questions', to: '/spec/open-questions/' },
    ],
  };
}
