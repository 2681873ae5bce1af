import { type Command, Option } from 'commander';
import { collect, configOption, failOnOption, jsonOption, port, type Registration, reportOption } from './flags.ts';

/** Registers `bezoar guard`. */
export function registerGuard(program: Command, registration: Registration): void {
  program.commandsGroup('Live actions:');
  const guard = program
    .command('guard')
    .description('authorize what the model does, independently of the model: serve, approve, stop, watch')
    .helpCommand(false);
  registerServices(guard, registration);
  registerPeople(guard, registration);
  registerOrders(guard, registration);
  registerWatch(guard, registration);
}

/** `--store`, on every command that opens one. */
function storeOption(): Option {
  return new Option(
    '--store <file>',
    'where the guard counts (default: BEZOAR_GUARD_STORE, a path or postgres://, else .bezoar/guard.db)',
  );
}

function nameOption(what: string): Option {
  return new Option('--as <name>', `${what} (default: your user name)`);
}

function approverKeysOption(): Option {
  return new Option(
    '--approver-keys <folder>',
    'public keys `<name>.pem`: only votes signed by them count (default: BEZOAR_GUARD_APPROVER_KEYS)',
  );
}

function shadowOption(): Option {
  return new Option('--shadow', 'only watch: decide and record, and let everything pass');
}

function registerServices(guard: Command, { io, run }: Registration): void {
  guard
    .command('serve')
    .description('the decision point over HTTP, for any language; prints one JSON line when it is ready')
    .addOption(new Option('--host <address>', 'the address to listen on').default('127.0.0.1'))
    .addOption(new Option('--port <n>', 'the port; 0 takes any that is free').argParser(port).default(7411))
    .option('--allow-host <name>', 'a name that clients may ask it by, besides loopback (repeatable)', collect, [])
    .option(
      '--scan <report>',
      'a report of `scan --json`: watch for the phrases that it found (repeatable)',
      collect,
      [],
    )
    .addOption(approverKeysOption())
    .addOption(shadowOption())
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      `
Who may ask comes from the environment: BEZOAR_GUARD_CALLERS, BEZOAR_GUARD_APPROVERS and BEZOAR_GUARD_OPERATORS, each
\`name=token,name=token\`; or BEZOAR_GUARD_TOKEN, one token for one caller. Tokens have 16 characters or more. A caller
\`name@tenant=token\` (or \`name@tenant@other=token\`) speaks for these tenants only.
BEZOAR_GUARD_STORE is a path or postgres://…; BEZOAR_GUARD_WEBHOOK_URL and BEZOAR_GUARD_WEBHOOK_SECRET (whsec_…) tell a
receiver of approvals that wait or were decided, of incidents and of alarms; \`guard mcp\`, \`approve\` and \`deny\` obey them too. The API is described at /openapi.json.

Example:
  BEZOAR_GUARD_TOKEN=$(openssl rand -hex 32) bezoar guard serve`,
    )
    .action((flags) =>
      run('guard-serve', false, async () => {
        const { guardServeCommand } = await import('../commands/guard/guard-serve-command.ts');
        return guardServeCommand(io, flags);
      }),
    );
  guard
    .command('mcp')
    .description('stand between an MCP client and a server: list only what the document lists, authorize every call')
    .argument('[command...]', 'the server, after --')
    .option('--upstream <url>', 'a server over streamable HTTP instead: listens, and asks it')
    .addOption(new Option('--host <address>', 'with --upstream: the address to listen on').default('127.0.0.1'))
    .addOption(new Option('--port <n>', 'with --upstream: the port').argParser(port).default(7412))
    .requiredOption('--account <name>', 'on whose behalf the client speaks (required)')
    .requiredOption('--tenant <name>', 'of which tenant (required)')
    .option('--requester <name>', 'who asks, where that is not the account')
    .option('--prefix <text>', "put before the server's tool names to have the document's")
    .option('--pin-tools', 'withhold a tool that is described otherwise than at first sight', false)
    .option('--env <name>', 'a variable that the server gets (repeatable)', collect, [])
    .addOption(shadowOption())
    .addOption(storeOption())
    .addOption(configOption())
    .addHelpText(
      'after',
      `
Standard input and output are the protocol; diagnostics go to standard error. With --upstream, clients present the token
of BEZOAR_GUARD_TOKEN, and the server is asked with that of BEZOAR_MCP_UPSTREAM_TOKEN, where there is one.

Examples:
  bezoar guard mcp --account anna --tenant acme -- npx @modelcontextprotocol/server-filesystem /srv/docs
  bezoar guard mcp --account anna --tenant acme --upstream https://tools.internal/mcp`,
    )
    .action((command: string[], flags) =>
      run('guard-mcp', false, async () => {
        const { guardMcpCommand } = await import('../commands/guard/guard-mcp-command.ts');
        return guardMcpCommand(io, command, flags);
      }),
    );
}

function registerWatch(guard: Command, { io, run }: Registration): void {
  guard
    .command('incidents')
    .description('search a log of conversations for phrases that recur before requests for an action')
    .argument('<log>', 'JSONL, plain or gzip, or `-`: messages or text, account, tenant, at; see docs/guide/guard.md')
    .option('--action <tool>', "a tool whose use is watched (repeatable; default: the document's actions)", collect, [])
    .option('--warm <files>', 'an earlier corpus or log that is believed clean, as history (repeatable)', collect, [])
    .option(
      '--scan <report>',
      'a report of `scan --json`: watch for the phrases that it found (repeatable)',
      collect,
      [],
    )
    .addOption(failOnOption())
    .addOption(configOption())
    .addOption(reportOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Requests that were denied count too: log them. An outage or a campaign looks like a trigger in use, and is labelled where
its requests had their precondition. Exit 1: incidents; 3: lines that could not be read, or too little history.

Examples:
  bezoar guard incidents november.jsonl --action issue_credit --warm october.jsonl
  zcat november-*.jsonl.gz | bezoar guard incidents - --warm 'october-*.jsonl.gz'
  bezoar guard incidents november.jsonl --scan october-scan.json --json`,
    )
    .action((log: string, flags) =>
      run('guard-incidents', flags.json, async () => {
        const { guardIncidentsCommand } = await import('../commands/guard/guard-incidents-command.ts');
        return guardIncidentsCommand(io, log, flags);
      }),
    );
}

function registerPeople(guard: Command, { io, run }: Registration): void {
  guard
    .command('requests')
    .description('what waits for a person: requests to approve, complete, and actions of unknown outcome')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit 4: something waits. The newest 1,000 requests and the oldest 1,000 unknown outcomes are listed; `more` in the\ndocument, and the headline, say where there are others.\n\nExample:\n  bezoar guard requests',
    )
    .action((flags) =>
      run('guard-requests', flags.json, async () => {
        const { guardRequestsCommand } = await import('../commands/guard/guard-commands.ts');
        return guardRequestsCommand(io, flags);
      }),
    );
  for (const [decision, description, reason] of [
    ['approve', 'approve a waiting request: exactly its arguments, once, until it expires', 'why, for the record'],
    ['deny', 'deny a waiting request; the same request is refused until it would have expired', 'why, for the record'],
  ] as const) {
    guard
      .command(decision)
      .description(description)
      .argument('<request>', 'the id of the request, as `guard requests` prints it')
      .addOption(nameOption('who you are: the name that the document knows you by'))
      .option('--reason <text>', reason)
      .option('-k, --key <file>', 'your Ed25519 private key (PEM), where approvals are signed; with --binding')
      .option('--binding <hex>', 'the binding that `guard requests` showed: what is signed is what you read')
      .addOption(approverKeysOption())
      .addOption(storeOption())
      .addOption(configOption())
      .addOption(jsonOption())
      .addHelpText(
        'after',
        `\nExample:\n  bezoar guard ${decision} 5f0c1d7e9a2b4c6d8e0f1a2b3c4d5e6f --reason "checked with billing"`,
      )
      .action((id: string, flags) =>
        run(`guard-${decision}`, flags.json, async () => {
          const { guardVoteCommand } = await import('../commands/guard/guard-commands.ts');
          return guardVoteCommand(io, decision, id, flags);
        }),
      );
  }
  guard
    .command('settle')
    .description('say what came of an action whose outcome is unknown, after you looked into the real system')
    .argument('<reservation>', 'its id, as `guard requests` prints it')
    .addOption(
      new Option('--outcome <outcome>', 'what you found (required)').choices(['done', 'failed']).makeOptionMandatory(),
    )
    .addOption(nameOption('who looked'))
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  bezoar guard settle 5f0c1d7e9a2b4c6d8e0f1a2b3c4d5e6f --outcome done')
    .action((id: string, flags) =>
      run('guard-settle', flags.json, async () => {
        const { guardSettleCommand } = await import('../commands/guard/guard-commands.ts');
        return guardSettleCommand(io, id, flags);
      }),
    );
}

function registerOrders(guard: Command, { io, run }: Registration): void {
  for (const [order, description] of [
    ['stop', 'the kill switch: deny an action, or all, in every process on the store, from the next decision on'],
    ['resume', 'lift a stop'],
  ] as const) {
    guard
      .command(order)
      .description(description)
      .argument('[action]', 'the action (default: all)')
      .option('--reason <text>', 'why, for the record', 'none given')
      .addOption(nameOption('who you are'))
      .addOption(storeOption())
      .addOption(configOption())
      .addOption(jsonOption())
      .addHelpText('after', `\nExample:\n  bezoar guard ${order} issue_credit --reason "incident 42"`)
      .action((action: string | undefined, flags) =>
        run(`guard-${order}`, flags.json, async () => {
          const { guardStopCommand } = await import('../commands/guard/guard-commands.ts');
          return guardStopCommand(io, order, action, flags);
        }),
      );
  }
  guard
    .command('seal')
    .description('verify the receipts since the last time, and log the end of their chain in the ledger')
    .addOption(storeOption())
    .addOption(configOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\n`guard serve` does it by itself; a host that embeds the guard runs this from time to time.\n\nExample:\n  bezoar guard seal',
    )
    .action((flags) =>
      run('guard-seal', flags.json, async () => {
        const { guardSealCommand } = await import('../commands/guard/guard-commands.ts');
        return guardSealCommand(io, flags);
      }),
    );
}
