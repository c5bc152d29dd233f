/** A failure that its owner announced: it must fail, for a stated reason, until a stated day. */
export interface KnownFailure {
  /** Id of a requirement, or name of a check. */
  readonly id: string;
  readonly reason: string;
  /** Last day on which the entry holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** Finds the entry that announces the failure of a check: the check's own name before its requirement's. */
export function findKnownFailure(
  entries: readonly KnownFailure[],
  check: { readonly name: string; readonly requirement: string },
): KnownFailure | undefined {
  return (
    entries.find((entry) => entry.id === check.name) ??
    entries.find((entry) => entry.id === check.requirement)
  );
}

/** Entries under which checks ran and none failed: they are stale. */
export function staleKnownFailures(
  entries: readonly KnownFailure[],
  checks: readonly { readonly name: string; readonly requirement: string; readonly outcome: string }[],
): KnownFailure[] {
  return entries.filter((entry) => {
    const under = checks.filter((check) => check.name === entry.id || check.requirement === entry.id);
    const ran = under.some((check) => check.outcome === 'pass');
    return ran && !under.some((check) => check.outcome === 'fail');
  });
}
