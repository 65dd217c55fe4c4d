import type { ResultFile } from '../../judge/result.generated.js';
import { grouped, plural } from './words.js';

type Scenario = ResultFile['scenarios'][number];
type Split = NonNullable<Scenario['bytes']>;

/** What became of the bytes that left in one scenario, in a sentence. */
export function byteSentence({ left, routes, transport, unclaimed }: Split): string {
  const nobody = unclaimed === 0 ? 'nobody none' : `nobody ${grouped(unclaimed)}`;
  return `Of ${counted(left)} that left, the routes and exclusions claim ${grouped(routes)}, the transport ${grouped(transport)}, ${nobody}.`;
}

/** The same of a whole run; undefined where nobody counted. */
export function byteSum({ scenarios }: ResultFile): string | undefined {
  const counts = scenarios.flatMap(({ bytes }) => bytes ?? []);
  if (counts.length === 0) return undefined;
  const sum = (part: keyof Split): number => counts.reduce((total, split) => total + split[part], 0);
  const whole = byteSentence({
    left: sum('left'),
    routes: sum('routes'),
    transport: sum('transport'),
    unclaimed: sum('unclaimed'),
  });
  const silent = scenarios.length - counts.length;
  if (silent === 0) return whole;
  return `${whole} In ${plural(silent, 'scenario')} they were not counted.`;
}

function counted(bytes: number): string {
  return `${grouped(bytes)} ${bytes === 1 ? 'byte' : 'bytes'}`;
}
