import type { VNode } from 'preact';
import type { Telling } from './telling.js';
import { shortened } from './words.js';

const NAME_LIMIT = 24;
const CLAUSE_LIMIT = 120;

/** A group of findings by its id, as a link to its card where there is one. */
export function FindingLink({
  telling,
  group,
}: {
  readonly telling: Telling;
  readonly group: string;
}): VNode {
  const anchor = telling.anchors.finding(group);
  const name = <code>{shortened(group, NAME_LIMIT)}</code>;
  return anchor === undefined ? name : <a href={`#${anchor}`}>{name}</a>;
}

export function FindingLinks(props: {
  readonly telling: Telling;
  readonly groups: readonly string[];
  readonly most: number;
}): VNode {
  const { telling, groups, most } = props;
  const more = groups.length - most;
  return (
    <>
      {groups.slice(0, most).map((group, index) => (
        <>
          {index > 0 && ' '}
          <FindingLink telling={telling} group={group} />
        </>
      ))}
      {more > 0 && (
        <>
          {' '}
          <a href="#findings">and {more} more</a>
        </>
      )}
    </>
  );
}

export function ClauseLink({
  telling,
  clause,
}: {
  readonly telling: Telling;
  readonly clause: string;
}): VNode {
  const anchor = telling.anchors.clause(clause);
  return anchor === undefined ? (
    <code>{shortened(clause, CLAUSE_LIMIT)}</code>
  ) : (
    <a href={`#${anchor}`}>
      <code>{shortened(clause, CLAUSE_LIMIT)}</code>
    </a>
  );
}

export function InterpretationLink(props: { readonly telling: Telling; readonly id: string }): VNode {
  const anchor = props.telling.anchors.interpretation(props.id);
  const name = <code>{shortened(props.id, CLAUSE_LIMIT)}</code>;
  return anchor === undefined ? name : <a href={`#${anchor}`}>{name}</a>;
}
