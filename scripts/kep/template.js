/** The template of kubernetes/enhancements that this follows, as of its commit 64765b4b0239 of 2026-07-24. */

/**
 * Headings below the title in their order, each with its level.
 *
 * @type {readonly (readonly [level: number, text: string])[]}
 */
export const templateHeadings = [
  [2, 'Release Signoff Checklist'],
  [2, 'Summary'],
  [2, 'Motivation'],
  [3, 'Goals'],
  [3, 'Non-Goals'],
  [2, 'Proposal'],
  [3, 'User Stories (Optional)'],
  [4, 'Story 1 (Optional)'],
  [4, 'Story 2 (Optional)'],
  [3, 'Notes/Constraints/Caveats (Optional)'],
  [3, 'Risks and Mitigations'],
  [2, 'Design Details'],
  [3, 'Test Plan'],
  [5, 'Prerequisite testing updates'],
  [5, 'Unit tests'],
  [5, 'Integration tests'],
  [5, 'e2e tests'],
  [3, 'Graduation Criteria'],
  [4, 'Alpha'],
  [4, 'Beta'],
  [4, 'GA'],
  [4, 'Deprecation'],
  [3, 'Upgrade / Downgrade Strategy'],
  [3, 'Version Skew Strategy'],
  [2, 'Production Readiness Review Questionnaire'],
  [3, 'Feature Enablement and Rollback'],
  [6, 'How can this feature be enabled / disabled in a live cluster?'],
  [6, 'Does enabling the feature change any default behavior?'],
  [6, 'Can the feature be disabled once it has been enabled (i.e. can we roll back the enablement)?'],
  [6, 'What happens if we reenable the feature if it was previously rolled back?'],
  [6, 'Are there any tests for feature enablement/disablement?'],
  [3, 'Rollout, Upgrade and Rollback Planning'],
  [6, 'How can a rollout or rollback fail? Can it impact already running workloads?'],
  [6, 'What specific metrics should inform a rollback?'],
  [6, 'Were upgrade and rollback tested? Was the upgrade->downgrade->upgrade path tested?'],
  [
    6,
    'Is the rollout accompanied by any deprecations and/or removals of features, APIs, fields of API types, flags, etc.?',
  ],
  [3, 'Monitoring Requirements'],
  [6, 'How can an operator determine if the feature is in use by workloads?'],
  [6, 'How can someone using this feature know that it is working for their instance?'],
  [6, 'What are the reasonable SLOs (Service Level Objectives) for the enhancement?'],
  [
    6,
    'What are the SLIs (Service Level Indicators) an operator can use to determine the health of the service?',
  ],
  [6, 'Are there any missing metrics that would be useful to have to improve observability of this feature?'],
  [3, 'Dependencies'],
  [6, 'Does this feature depend on any specific services running in the cluster?'],
  [3, 'Scalability'],
  [6, 'Will enabling / using this feature result in any new API calls?'],
  [6, 'Will enabling / using this feature result in introducing new API types?'],
  [6, 'Will enabling / using this feature result in any new calls to the cloud provider?'],
  [6, 'Will enabling / using this feature result in increasing size or count of the existing API objects?'],
  [
    6,
    'Will enabling / using this feature result in increasing time taken by any operations covered by existing SLIs/SLOs?',
  ],
  [
    6,
    'Will enabling / using this feature result in non-negligible increase of resource usage (CPU, RAM, disk, IO, ...) in any components?',
  ],
  [
    6,
    'Can enabling / using this feature result in resource exhaustion of some node resources (PIDs, sockets, inodes, etc.)?',
  ],
  [3, 'Troubleshooting'],
  [6, 'How does this feature react if the API server and/or etcd is unavailable?'],
  [6, 'What are other known failure modes?'],
  [6, 'What steps should be taken if SLOs are not being met to determine the problem?'],
  [2, 'Implementation History'],
  [2, 'Drawbacks'],
  [2, 'Alternatives'],
  [2, 'Infrastructure Needed (Optional)'],
];

/** Level of the headings that are questions of the production readiness review. */
export const questionLevel = 6;

/** Members of kep.yaml; the tools upstream refuse any other. */
export const kepKeys = {
  required: ['title', 'kep-number', 'authors', 'owning-sig', 'approvers', 'status', 'stage'],
  optional: [
    'participating-sigs',
    'reviewers',
    'editor',
    'creation-date',
    'last-updated',
    'see-also',
    'replaces',
    'superseded-by',
    'latest-milestone',
    'milestone',
    'feature-gates',
    'disable-supported',
    'metrics',
  ],
};

/** What `status` may be. */
export const statuses = [
  'provisional',
  'implementable',
  'implemented',
  'deferred',
  'rejected',
  'withdrawn',
  'replaced',
];

/** What `stage` may be. */
export const stages = ['alpha', 'beta', 'stable', 'deprecated', 'disabled', 'removed'];

/** Lines that the template leaves to be filled in. */
export const placeholders = [
  /<test>:? *<link/,
  /`?<package>`?:? *`?<date>/,
  /<link to test coverage>/,
  /\[Dependency name\]/,
  /\[Failure mode brief description\]/,
  /\bTODO\b/,
  /\bFIXME\b/,
];

/** What stands for a text that nobody has written, where it is not shown as code. */
export const standIns = [
  /(?<![a-z0-9])(?:tbd|tba|tbc|xxx)(?![a-z0-9])/i,
  /\?{3}/,
  /<(?:[a-z]+ )+[a-z]+>/i,
  /<(?:fill|todo|tb[acd]|answer|date|link|name|text|your)>/i,
  /^\s*(?:(?:[-*+]|\d+[.)])\s+)?(?:…|\.{3})\s*$/,
  /\blorem ipsum\b/i,
];

/** Answers that leave a question open, as a whole answer or as what stands after a label. */
export const noAnswer =
  /^(?:n\W?a|not applicable|tb[acd]|to ?do|to be \w+(?: \w+)?|pending|later|unknown|see(?: also| above| below| there)?|as above|same(?: as above)?|fill in|xxx+)$/i;

/** Feature gates of other KEPs that this one names. */
export const gatesOfOthers = ['EnvFiles'];
