import { compileGrammar, type Grammar } from '../language/grammar.ts';
import { ACCOUNTS } from './accounts.ts';
import { AGENT } from './agent.ts';
import { APP } from './app.ts';
import { CREDITS } from './credits.ts';
import { LANGUAGES } from './languages.ts';
import { LEXICON } from './lexicon.ts';
import { LIVES } from './lives.ts';
import { MANNERS } from './manners.ts';
import { ORDERS } from './orders.ts';
import { TALK } from './talk.ts';

/** Everything that users and the agent say. */
export const PHRASEBOOK: Grammar = compileGrammar(
  LEXICON,
  MANNERS,
  LIVES,
  ORDERS,
  CREDITS,
  ACCOUNTS,
  APP,
  TALK,
  AGENT,
  LANGUAGES,
);
