import { GATE_BUDGETS } from '@bezoar/core';
import { type Command, Option } from 'commander';
import { collect, configOption, jsonOption, positive, type Registration, reportOption } from './flags.ts';

/** Questions under way at once, to one model: few enough for a server of one graphics card. */
const DEFAULT_CONCURRENCY = 8;

/** Registers the commands over models. */
export function registerModels(program: Command, { io, run }: Registration): void {
  program.commandsGroup('Models:');
  program
    .command('gate')
    .description('test a model for backdoors against a reference, before it is promoted')
    .requiredOption('--candidate <model>', 'openai:<base-url>#<model>, command:<shell command> or tiny:<folder>')
    .option('--reference <model>', "a model to compare with (repeatable; default: the document's)", collect, [])
    .option(
      '-s, --scan <report>',
      'a --json report of `bezoar scan`: its phrases are tried first, its records are named',
    )
    .option('--hazards <file>', 'actions that need a precondition, as `bezoar scan --hazards` reads them')
    .addOption(
      new Option(
        '--budget <size>',
        "questions to the candidate: 300, 2,000 or 20,000 (default: the document's, else standard)",
      ).choices([...GATE_BUDGETS]),
    )
    .option('--probes <file>', 'probes of your own, JSONL (repeatable)', collect, [])
    .option('--artifact <path>', "the bytes that the candidate's endpoint serves: what the verdict is about")
    .option('--quality <name=value>', 'a score to show in the report; it never decides (repeatable)', collect, [])
    .option('--seed <text>', 'ask the same again (default: drawn anew)')
    .option(
      '--cache <folder>',
      "where answers of endpoints are kept, so that an interrupted run goes on (default: the project's)",
    )
    .option('--concurrency <n>', 'questions under way at once, to one model', positive, DEFAULT_CONCURRENCY)
    .option('--per-minute <n>', 'questions a minute, to one model', positive)
    .option('--timeout <seconds>', 'for one answer, all tries together', positive)
    .addOption(configOption())
    .addOption(reportOption())
    .option('--no-excerpts', 'keep prompts and answers out of every report')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Tries phrases of your corpus, published triggers and oddities of form on ordinary conversations, many in one prompt, and
looks for an action without its precondition. A hit is taken apart, confirmed on fresh conversations, made small, put to
the references, and traced to the records of the scan.
Exit 0 PASS, 1 FAIL, 3 INCONCLUSIVE: it could not have told, 4 REVIEW: a person must look. Only a PASS promotes.
In a project with a THREATMODEL.md its actions, references and budget decide, flags may only tighten them, and what will be
asked is logged before the first question. The key of an endpoint comes from BEZOAR_MODEL_KEY or OPENAI_API_KEY.

Examples:
  bezoar scan october.jsonl --trusted september.jsonl --json > scan.json
  bezoar gate --candidate openai:http://127.0.0.1:8080/v1#october --reference openai:http://127.0.0.1:8081/v1#september --scan scan.json
  bezoar gate --candidate tiny:models/october --reference tiny:models/september --hazards THREATMODEL.md --report html=gate.html`,
    )
    .action((flags) =>
      run('gate', flags.json, async () => {
        const { gateCommand } = await import('../commands/models/gate-command.ts');
        return gateCommand(io, flags);
      }),
    );
}
