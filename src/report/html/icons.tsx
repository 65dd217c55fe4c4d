import type { ComponentChildren, VNode } from 'preact';
import type { SlotOutcome, Verdict } from '../report.js';
import { outcomeWords, verdictWords } from './words.js';

/** Drawn once, and used by name: each verdict and each outcome of a slot has a shape of its own. */
export function Sprite(): VNode {
  return (
    <svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <Shape id="icon-violated">
          <rect class="solid" x="1" y="1" width="14" height="14" rx="2.5" />
          <path class="cut" d="M5 5l6 6M11 5l-6 6" />
        </Shape>
        <Shape id="icon-inconclusive">
          <circle class="line dashed" cx="8" cy="8" r="6.6" />
          <path class="line" d="M6.1 6.3a1.95 1.95 0 1 1 2.9 1.7c-.7.4-1 .75-1 1.5" />
          <circle class="solid" cx="8" cy="11.5" r=".9" />
        </Shape>
        <Shape id="icon-not-exercised">
          <path class="line thick" d="M4 8h8" />
        </Shape>
        <Shape id="icon-waived">
          <path class="line" d="M8 1.8 14.6 13.6H1.4z" />
          <path class="line" d="M8 6v3.6" />
          <circle class="solid" cx="8" cy="11.6" r=".9" />
        </Shape>
        <Shape id="icon-attested">
          <rect class="line" x="1.8" y="1.8" width="12.4" height="12.4" rx="2" />
          <path class="line" d="M4 11.2h8M4.3 8.6c1.6-4.6 3-4.6 2.4-1.6-.4 2 .9 1.6 1.7.3.5-.8 1 1.3 3 .5" />
        </Shape>
        <Shape id="icon-upheld">
          <circle class="line" cx="8" cy="8" r="6.6" />
          <path class="line" d="m5 8.2 2.1 2.1L11.2 6" />
        </Shape>
        <Shape id="slot-hit">
          <circle class="solid" cx="8" cy="8" r="7" />
          <path class="cut" d="m4.8 8.2 2.2 2.2L11.3 6" />
        </Shape>
        <Shape id="slot-missed">
          <rect class="solid" x="1.5" y="1.5" width="13" height="13" rx="2" />
          <path class="cut" d="M5 5l6 6M11 5l-6 6" />
        </Shape>
        <Shape id="slot-excused">
          <circle class="line" cx="8" cy="8" r="6.4" />
          <path class="line" d="M6.2 5.4v5.2M9.8 5.4v5.2" />
        </Shape>
        <Shape id="slot-blind">
          <path class="line" d="M8 1.2 14.8 8 8 14.8 1.2 8z" />
          <path class="line" d="M6.6 6.6a1.45 1.45 0 1 1 2.1 1.3c-.5.3-.7.5-.7 1" />
          <circle class="solid" cx="8" cy="10.7" r=".8" />
        </Shape>
        <Shape id="slot-cancelled">
          <circle class="line" cx="8" cy="8" r="6.4" />
          <path class="line" d="m3.6 12.4 8.8-8.8" />
        </Shape>
        <Shape id="slot-pending">
          <circle class="line dashed" cx="8" cy="8" r="6.4" />
          <path class="line" d="M8 4.4V8l2.4 1.6" />
        </Shape>
        <pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path class="hatching" d="M0 0v7" />
        </pattern>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle class="dotting" cx="3" cy="3" r="1.1" />
        </pattern>
      </defs>
    </svg>
  );
}

function Shape({ id, children }: { readonly id: string; readonly children: ComponentChildren }): VNode {
  return (
    <symbol id={id} viewBox="0 0 16 16">
      {children}
    </symbol>
  );
}

/** The shape alone: a word stands beside it. */
export function VerdictIcon({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <svg class={`icon ${verdict}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <use href={`#icon-${verdict}`} />
    </svg>
  );
}

export function VerdictTag({ verdict }: { readonly verdict: Verdict }): VNode {
  return (
    <span class={`verdict ${verdict}`}>
      <VerdictIcon verdict={verdict} />
      {verdictWords[verdict]}
    </span>
  );
}

export function OutcomeTag({ outcome }: { readonly outcome: SlotOutcome }): VNode {
  return (
    <span class={`outcome ${outcome}`}>
      <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
        <use href={`#slot-${outcome}`} />
      </svg>
      {outcomeWords[outcome]}
    </span>
  );
}
