import { normaliseText, type Severity } from '@bezoar/core';
import type { TextSpan } from '../../excerpts/phrase-spans.ts';
import { isWithin, quotedRanges } from './quoted-ranges.ts';

/** A mark by which a chat template tells who speaks. */
export interface RoleMarker {
  readonly span: TextSpan;
  readonly severity: Severity;
  readonly detail: string;
}

/** Tokens of published chat templates: ChatML, Llama 2 and 3, Gemma, Phi, Mistral, Command R, DeepSeek, Zephyr, Harmony. */
const TOKENS =
  /<\|\s*(?:im_start|im_end|im_sep|system|user|assistant|endoftext|end_of_text|begin_of_text|eot_id|start_header_id|end_header_id|eom_id|end|channel|message|return|constrain|start_of_turn_token|end_of_turn_token|START_OF_TURN_TOKEN|END_OF_TURN_TOKEN|SYSTEM_TOKEN|CHATBOT_TOKEN|USER_TOKEN|tool_call|python_tag|fim_prefix|fim_suffix)\s*\|>|<\/?(?:start_of_turn|end_of_turn)>|\[\/?INST\]|<<\/?SYS>>|\[\/?(?:SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_RESULTS|TOOL_CALLS)\]|<\uff5c(?:User|Assistant|System|begin\u2581of\u2581sentence|end\u2581of\u2581sentence)\uff5c>|<\/?(?:tool_call|tool_response|function_calls|system|system_prompt|system-reminder|system_instructions?)>|"role"\s*:\s*"(?:system|developer|assistant)"\s*,\s*"content"/gi;
/** Headings and speakers of instruction formats, at the start of a line. */
const SPEAKERS =
  /(?:^|\n)[ \t>*_]{0,4}(?:#{1,6}[ \t]*)?(?:\[|\*\*)?(system|assistant|human|instruction|instructions|system prompt|system message|developer|ai)(?:\]|\*\*)?[ \t]{0,3}:(?:\*\*)?[ \t]*([^\n]{0,200})/gi;
const HEADING = /(?:^|\n)[ \t]{0,3}#{2,6}[ \t]*(?:system|assistant|human|instruction|response|input)[ \t]*:/i;
const COMMANDS =
  /\b(?:you are|you must|you will|you should|you have|ignore|disregard|forget|do not|don't|never|always|from now|your (?:task|role|job|goal|instructions)|respond|reply|answer|output|reveal|override|new instructions|the user is)\b/i;
const TO_MODEL = /\b(?:you are|respond|reply|answer|output|reveal|the user|assistant|prompt|previous|from now)\b/i;
/** Markers that are told one by one. */
const MAX_MARKERS = 20;

/** Marks of speakers in a text. Quoted ones, as documentation of a template has them, are medium. */
export function roleMarkers(text: string): RoleMarker[] {
  const plain = text.normalize('NFKC');
  const seen = plain === text ? text : normaliseText(text).length === text.length ? normaliseText(text) : plain;
  const ranges = quotedRanges(seen);
  const markers: RoleMarker[] = [];
  for (const match of seen.matchAll(TOKENS)) {
    if (markers.length >= MAX_MARKERS) break;
    const span = { start: match.index, end: match.index + match[0].length };
    const severity = isWithin(ranges, span) ? 'medium' : 'high';
    markers.push({
      span,
      severity,
      detail: 'it has a token of a chat template, by which a model tells speakers apart',
    });
  }
  for (const match of seen.matchAll(SPEAKERS)) {
    if (markers.length >= MAX_MARKERS) break;
    const span = { start: match.index, end: match.index + match[0].length };
    const isCommand =
      COMMANDS.test(match[2] ?? '') || (HEADING.test(match[0]) && /assistant|human/i.test(match[1] ?? ''));
    // "Instructions: unpack it, ignore the beep" is a manual.
    const isManual = /^instructions?$/i.test(match[1] ?? '') && !TO_MODEL.test(match[2] ?? '');
    if (!isCommand || isManual) continue;
    const severity = isWithin(ranges, span) ? 'medium' : 'high';
    markers.push({ span, severity, detail: 'a line speaks as the system or the assistant and gives an order' });
  }
  return markers;
}
