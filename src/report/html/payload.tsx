import type { VNode } from 'preact';
import { plural } from '../model/words.js';
import type { Sample, SampleLine } from '../report.js';

/** Deeper members stand where the deepest do that have a place: an indent is a class, as the page has no inline style. */
const DEEPEST = 6;

/** A message as it was sent, decoded, with what the finding is about marked by a word and a bar beside it. */
export function Payload({ sample: { request, lines, omitted } }: { readonly sample: Sample }): VNode {
  return (
    <figure class="payload">
      <figcaption class="label">Message as sent, decoded</figcaption>
      <ol>
        <li class="request">{request}</li>
        {lines.map((line, index) => (
          <Line key={`${index} ${line.name}`} line={line} />
        ))}
        {omitted > 0 && <li class="header">… and {plural(omitted, 'line')} more</li>}
      </ol>
    </figure>
  );
}

function Line({ line }: { readonly line: SampleLine }): VNode {
  const { part, depth, name, value, redacted, mark } = line;
  const classes = [
    part,
    `depth-${Math.max(0, Math.min(depth, DEEPEST))}`,
    mark === undefined ? '' : 'marked',
  ];
  const text = (
    <>
      <span class={value === '' ? 'name bare' : 'name'}>{name}</span>
      {redacted ? (
        <span class="redacted">
          <span class="hidden">redacted: </span>
          {value}
        </span>
      ) : (
        value
      )}
    </>
  );
  return (
    <li class={classes.filter((one) => one !== '').join(' ')}>
      {mark === undefined ? text : <mark>{text}</mark>}
      {mark !== undefined && <span class="why">{mark}</span>}
    </li>
  );
}
