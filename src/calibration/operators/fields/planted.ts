/**
 * A value in which every planted text is another of the same characters: it is read backwards. The same value where
 * none stands in it.
 */
export function withoutPlanted(value: unknown, planted: readonly string[]): unknown {
  if (typeof value === 'string') return planted.reduce(reversedIn, value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const members = value.map((member) => withoutPlanted(member, planted));
    return members.every((member, index) => member === value[index]) ? value : members;
  }
  const members = Object.entries(value).map(([name, member]) => [name, withoutPlanted(member, planted)]);
  const isSame = members.every(
    ([name, member]) => (value as Record<string, unknown>)[String(name)] === member,
  );
  // Not by assignment: a field may be called __proto__.
  return isSame ? value : Object.fromEntries(members);
}

function reversedIn(text: string, planted: string): string {
  return text.replaceAll(planted, () => [...planted].reverse().join(''));
}
