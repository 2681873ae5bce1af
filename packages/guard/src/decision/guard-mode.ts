/** `shadow` decides and records as `enforce` does, and then executes whatever was decided. */
export type GuardMode = 'enforce' | 'shadow';
