import type { ComponentChildren, VNode } from 'preact';
import { plural } from '../model/words.js';
import type { AttestationEntry, GateEntry, Report, WaiverEntry } from '../report.js';
import { Digest } from './examined.js';
import { ClauseLink } from './links.js';
import type { Telling } from './telling.js';

/** What the run cannot say. */
export function Limits({ report }: { readonly report: Report }): VNode {
  return (
    <section aria-labelledby="limits">
      <h2 id="limits">Limits</h2>
      <ul class="list lead">
        {report.limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  );
}

/** What persons accepted and answered for, and what the gate made of it. */
export function Gate({ telling }: { readonly telling: Telling }): VNode {
  const { gate } = telling.report;
  return (
    <section aria-labelledby="gate">
      <h2 id="gate">Waivers, attestations and the gate</h2>
      {gate === undefined ? (
        <p>
          No gate was asked: nothing is waived, nothing is attested, and there is no baseline to compare with.
        </p>
      ) : (
        <Asked telling={telling} gate={gate} />
      )}
    </section>
  );
}

function Asked({ telling, gate }: { readonly telling: Telling; readonly gate: GateEntry }): VNode {
  const { passed, on, reasons, waivers, attestations, baseline } = gate;
  return (
    <>
      <p>
        <strong>The gate {passed ? 'let the run pass' : 'did not let the run pass'}</strong> on {on}.
      </p>
      {reasons.length > 0 && (
        <ul class="list lead">
          {reasons.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {baseline !== undefined && <Baseline baseline={baseline} />}
      {waivers.map((waiver) => (
        <Waiver key={waiver.id} waiver={waiver} />
      ))}
      {attestations.map((attestation) => (
        <Attestation key={attestation.clause} telling={telling} attestation={attestation} />
      ))}
    </>
  );
}

function Baseline({ baseline }: { readonly baseline: NonNullable<GateEntry['baseline']> }): VNode {
  return (
    <article class="card waiver">
      <h3>
        Against the baseline <code>{baseline.run}</code>
      </h3>
      <dl>
        <Row name="New">{plural(baseline.added, 'finding')}</Row>
        <Row name="Unchanged">{plural(baseline.unchanged, 'finding')}</Row>
        <Row name="Gone">
          {baseline.gone.length === 0 ? 'none' : baseline.gone.map((gone) => <div key={gone}>{gone}</div>)}
        </Row>
      </dl>
    </article>
  );
}

function Waiver({ waiver }: { readonly waiver: WaiverEntry }): VNode {
  const { id, scope, reason, by, until, matched, ended } = waiver;
  return (
    <article class="card waiver">
      <h3>
        Waiver <code>{id}</code>
        {ended && ' (ended)'}
      </h3>
      <dl>
        <Row name="Covers">
          {scope}; {matched} matched
        </Row>
        <Row name="Reason">{reason}</Row>
        <Row name="By">{by}</Row>
        <Row name="Until">
          {until}
          {ended && ', and covers nothing any more'}
        </Row>
      </dl>
    </article>
  );
}

function Attestation(props: { readonly telling: Telling; readonly attestation: AttestationEntry }): VNode {
  const { clause, by, on, answer, evidence } = props.attestation;
  return (
    <article class="card waiver">
      <h3>
        Attestation of <ClauseLink telling={props.telling} clause={clause} />
      </h3>
      <dl>
        <Row name="Answer">{answer}</Row>
        <Row name="By">
          {by}, {on}
        </Row>
        <Row name="Rests on">
          {evidence.map((one) => (
            <div key={one}>{one}</div>
          ))}
        </Row>
      </dl>
    </article>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ComponentChildren }): VNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** How a reader makes sure of this report, and the files that it rests on. */
export function Verification({ report: { verification, files } }: { readonly report: Report }): VNode {
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">How to verify this report</h2>
      <ol class="steps">
        {verification.map(({ says, command }) => (
          <li key={command}>
            {says}
            <code class="command">{command}</code>
          </li>
        ))}
      </ol>
      {files.length > 0 && (
        <>
          <h3 class="files">The files that it rests on</h3>
          <ul class="files-list">
            {files.map(({ name, digest }) => (
              <li key={name}>
                <code>{name}</code>
                <Digest digest={digest} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
