import MDXComponents from '@theme-original/MDXComponents';
import { Checks } from '../../components/requirement/checks';
import { Normative } from '../../components/requirement/normative';
import { RequirementFacts } from '../../components/requirement/requirement-facts';
import { TryIt } from '../../components/try-it/try-it';

/** What generated pages can use beside Markdown. */
export default { ...MDXComponents, Checks, Normative, RequirementFacts, TryIt };
