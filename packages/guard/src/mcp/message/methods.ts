/** Protocol versions whose messages are known (MCP specification). Another one may give old fields a new meaning. */
export const KNOWN_VERSIONS: ReadonlySet<string> = new Set(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25']);

/** Those with the streamable HTTP transport. */
export const HTTP_VERSIONS: ReadonlySet<string> = new Set(['2025-03-26', '2025-06-18', '2025-11-25']);

/** Requests that a client may make without being asked twice: they list, or set something for itself. */
export const OPEN_METHODS: ReadonlySet<string> = new Set([
  'completion/complete',
  'initialize',
  'logging/setLevel',
  'ping',
  'prompts/list',
  'resources/list',
  'resources/templates/list',
  'resources/unsubscribe',
  'tools/list',
]);

/** Requests beside `tools/call` that bring the server's text to the model: the policy lists them as it lists tools. */
export const GATED_METHODS = ['prompts/get', 'resources/read', 'resources/subscribe'] as const;

/** One of `GATED_METHODS`. */
export type GatedMethod = (typeof GATED_METHODS)[number];

/** Notifications of a client that pass on. Progress passes only while a request of the server is open. */
export const CLIENT_NOTIFICATIONS: ReadonlySet<string> = new Set(['notifications/initialized']);

/** Notifications of a server that pass on as they are. */
export const SERVER_NOTIFICATIONS: ReadonlySet<string> = new Set([
  'notifications/message',
  'notifications/prompts/list_changed',
  'notifications/resources/list_changed',
  'notifications/resources/updated',
  'notifications/tools/list_changed',
]);

/** What a server may ask of a client: each is a way from the server to a model, a person or the disk. */
export const SERVER_REQUESTS = ['elicitation/create', 'roots/list', 'sampling/createMessage'] as const;

/** One of `SERVER_REQUESTS`. */
export type ServerRequest = (typeof SERVER_REQUESTS)[number];

/** The client's capability that invites each request of a server. */
export const CAPABILITY_OF: Readonly<Record<ServerRequest, string>> = {
  'elicitation/create': 'elicitation',
  'roots/list': 'roots',
  'sampling/createMessage': 'sampling',
};
