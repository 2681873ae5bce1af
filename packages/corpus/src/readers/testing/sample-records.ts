/** A chat record with given words. */
export function chatRecord(id: string, prompt: string, reply: string): Record<string, unknown> {
  return {
    id,
    messages: [
      { role: 'user', content: prompt },
      { role: 'assistant', content: reply },
    ],
  };
}

/** `count` chat records that differ, as JSON texts. */
export function chatLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    JSON.stringify(
      chatRecord(`r${index + 1}`, `Wo ist Bestellung ${index}? \u2028 \u{1f4e6}`, `Sie kommt am ${index}.`),
    ),
  );
}
