/**
 * A pattern for the decimal text of the whole numbers between two bounds, both included: no sign but a minus, no
 * leading zeros.
 */
export function integerPattern(minimum: number, maximum: number): string {
  const parts: string[] = [];
  if (minimum < 0) parts.push(`-(?:${naturalPattern(Math.max(1, -maximum), -minimum)})`);
  if (maximum >= 0) parts.push(naturalPattern(Math.max(0, minimum), maximum));
  return parts.join('|');
}

/**
 * A pattern for the decimal text of the numbers between two whole bounds, both included, as JSON is written: with a
 * fraction, or with a negative exponent where they are small.
 */
export function numberPattern(minimum: number, maximum: number): string {
  const parts: string[] = [];
  if (minimum < 0) parts.push(`-(?:${fractionPattern(Math.max(0, -maximum), -minimum)})`);
  if (maximum >= 0) parts.push(fractionPattern(Math.max(0, minimum), maximum));
  return parts.join('|');
}

function fractionPattern(minimum: number, maximum: number): string {
  const exact = `${maximum}(?:\\.0+)?`;
  if (minimum >= maximum) return exact;
  const below = `(?:${naturalPattern(minimum, maximum - 1)})(?:\\.[0-9]+)?`;
  return [exact, below, ...(minimum === 0 ? ['[0-9](?:\\.[0-9]+)?[eE]-[0-9]+'] : [])].join('|');
}

/** From 0 on. Of the lengths of which every number belongs, there is one part for all. */
function naturalPattern(minimum: number, maximum: number): string {
  const parts: string[] = minimum === 0 ? ['0'] : [];
  let from = Math.max(1, minimum);
  while (from <= maximum) {
    const length = String(from).length;
    const whole = from === 10 ** (length - 1) ? wholeLengths(length, maximum) : 0;
    const to = whole > 0 ? 10 ** whole - 1 : Math.min(10 ** length - 1, maximum);
    parts.push(whole > 0 ? `[1-9]${anyDigits(length - 1, whole - 1)}` : sameLength(String(from), String(to)));
    from = to + 1;
  }
  return parts.join('|');
}

/** The greatest length, from one on, of which no number is above a bound; 0 where there is none. */
function wholeLengths(length: number, maximum: number): number {
  let greatest = 0;
  for (let next = length; next <= 15 && 10 ** next - 1 <= maximum; next += 1) greatest = next;
  return greatest;
}

/** The texts between two of the same length, by their digits. */
function sameLength(from: string, to: string): string {
  const [first = '', last = ''] = [from[0], to[0]];
  const [low, high] = [from.slice(1), to.slice(1)];
  if (from === to) return from;
  if (first === last) return `${first}${bracketed(sameLength(low, high))}`;
  const lowest = '0'.repeat(low.length);
  const highest = '9'.repeat(low.length);
  const parts: string[] = [];
  const start = low === lowest ? Number(first) : Number(first) + 1;
  const end = high === highest ? Number(last) : Number(last) - 1;
  if (low !== lowest) parts.push(`${first}${bracketed(sameLength(low, highest))}`);
  if (start <= end) parts.push(`${digitBetween(start, end)}${anyDigits(low.length)}`);
  if (high !== highest) parts.push(`${last}${bracketed(sameLength(lowest, high))}`);
  return parts.join('|');
}

function bracketed(pattern: string): string {
  return pattern.includes('|') ? `(?:${pattern})` : pattern;
}

function digitBetween(start: number, end: number): string {
  return start === end ? String(start) : `[${start}-${end}]`;
}

function anyDigits(least: number, most = least): string {
  if (most === 0) return '';
  if (least !== most) return `[0-9]{${least},${most}}`;
  return most === 1 ? '[0-9]' : `[0-9]{${most}}`;
}
