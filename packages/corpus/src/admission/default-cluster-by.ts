/** Attributes that link accounts where no document says which: the three that the record format names. */
export const DEFAULT_CLUSTER_BY: readonly string[] = ['device', 'ip', 'payment'];
