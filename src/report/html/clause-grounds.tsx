import type { ComponentChildren, VNode } from 'preact';
import type { ClauseEntry } from '../report.js';
import { FindingLinks, InterpretationLink } from './links.js';
import type { Telling } from './telling.js';
import { moment, verdictWords } from './words.js';

const GROUP_LIMIT = 12;

interface ClauseProps {
  readonly telling: Telling;
  readonly clause: ClauseEntry;
}

/** On what the verdict of a clause rests, for who opens it. */
export function ClauseGrounds({ telling, clause }: ClauseProps): VNode {
  const { undecided, observedUntil, groups, file, line, waiver, attestation } = clause;
  return (
    <details>
      <summary>
        Grounds<span class="hidden"> of {clause.id}</span>
      </summary>
      <dl>
        {groups.length > 0 && (
          <Ground name="Findings">
            <FindingLinks telling={telling} groups={groups} most={GROUP_LIMIT} />
          </Ground>
        )}
        {undecided.length > 0 && (
          <Ground name="Not decided">
            {undecided.map((reason) => (
              <div key={reason}>{reason}</div>
            ))}
          </Ground>
        )}
        <Readings telling={telling} clause={clause} />
        {observedUntil !== undefined && <Ground name="Observed until">{moment(observedUntil)} UTC</Ground>}
        {waiver !== undefined && (
          <Ground name="Waived">
            {waiver.reason} {waiver.by}, until {waiver.until}.
          </Ground>
        )}
        {attestation !== undefined && (
          <Ground name="Attested">
            {attestation.answer} {attestation.by}, {attestation.on}.
          </Ground>
        )}
        <Ground name="Written in">
          <code>
            {file}:{line}
          </code>
        </Ground>
      </dl>
    </details>
  );
}

function Readings({ telling, clause: { readings } }: ClauseProps): VNode | null {
  if (readings.stable && readings.restsOn.length === 0 && readings.under.length === 0) return null;
  return (
    <Ground name="Reading">
      {readings.stable ? (
        <div>The verdict is the same under every reading that was judged.</div>
      ) : (
        <div>
          Rests on{' '}
          {readings.restsOn.map((id, index) => (
            <>
              {index > 0 && ', '}
              <InterpretationLink telling={telling} id={id} />
            </>
          ))}
        </div>
      )}
      {readings.under.map(({ interpretation, reading, verdict }) => (
        <div key={`${interpretation} ${reading}`}>
          {verdictWords[verdict]} under{' '}
          <code>
            {interpretation}={reading}
          </code>
        </div>
      ))}
    </Ground>
  );
}

function Ground({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
