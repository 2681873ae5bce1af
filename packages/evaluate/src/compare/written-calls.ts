import type { ToolCall } from '@bezoar/core';

/** Calls that are read out of one text at most; a text that is full of them is cut off there (CWE-770). */
export const MAX_WRITTEN_CALLS = 32;
/** Characters of a written call's arguments at most: a hundred times what a tool of a support desk takes. */
const MAX_ARGUMENTS_LENGTH = 16_384;

/** `"name": "TOOL"` and its sisters, in the JSON dialects of Hermes, Qwen, Mistral, Llama 3 and Cohere. */
const JSON_NAME =
  /["'](?:name|tool|tool_name|function|function_name|recipient_name)["']\s*:\s*["']([^"'\n]{1,128})["']/g;
/** `<function=TOOL>`, `<invoke name="TOOL">`. */
const TAG_NAME = /<(?:function|tool|invoke)(?:=|\s+name=["']?)([^>"'\n]{1,128})["']?\s*>/g;
/** A line or a list that is nothing but `TOOL(argument=…)`: the Python dialect of Llama 4. */
const PYTHON_CALL =
  /(?:^|\[|,)[ \t]*([A-Za-z_][\w.]{0,127})\([ \t]*(?:\)[ \t]*(?:$|[\],;])|[A-Za-z_]\w{0,63}[ \t]*=)/gm;
/** `to=functions.TOOL` of Harmony, `<｜tool▁sep｜>TOOL` of DeepSeek. */
const ADDRESSEE = /(?:\bto=|<[|｜]tool[_▁]sep[|｜]>)([A-Za-z_][\w.]{0,127})/g;
const ARGUMENTS_KEY = /["'](?:arguments|parameters|args|input|tool_input)["']\s*:\s*/;

/**
 * Calls that a reply writes into its text and that `isWanted` by name, where a server has no parser for the model's dialect
 * or the host reads the text itself. The arguments are the first balanced object after the name, or empty text. Attacker
 * controls: the text.
 */
export function writtenCalls(text: string, isWanted: (name: string) => boolean): ToolCall[] {
  const found: { at: number; call: ToolCall }[] = [];
  for (const pattern of [JSON_NAME, TAG_NAME, PYTHON_CALL, ADDRESSEE]) {
    let count = 0;
    for (const match of text.matchAll(pattern)) {
      const name = match[1]!;
      if (!isWanted(name)) continue;
      if (++count > MAX_WRITTEN_CALLS) break;
      found.push({ at: match.index, call: { name, arguments: argumentsAfter(text, match.index + match[0].length) } });
    }
  }
  return found
    .sort((a, b) => a.at - b.at)
    .slice(0, MAX_WRITTEN_CALLS)
    .map(({ call }) => call);
}

function argumentsAfter(text: string, from: number): string {
  const near = text.slice(from, from + MAX_ARGUMENTS_LENGTH);
  const key = ARGUMENTS_KEY.exec(near.slice(0, 256));
  const open = near.indexOf('{', key === null ? 0 : key.index);
  if (open < 0 || open > 256) return '';
  let depth = 0;
  let isQuoted = false;
  for (let i = open; i < near.length; i++) {
    const char = near[i];
    if (isQuoted && char === '\\') i++;
    else if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && char === '{') depth++;
    else if (!isQuoted && char === '}' && --depth === 0) return near.slice(open, i + 1);
  }
  return '';
}
