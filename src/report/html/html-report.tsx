import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { visible } from '../../disclosure/visible.js';
import type { Report } from '../report.js';
import { anchorsOf } from './anchors.js';
import { Calibration } from './calibration.js';
import { ClauseMatrix } from './clause-matrix.js';
import { Gate, Limits, Verification } from './closing.js';
import { DataItems } from './data-items.js';
import { DeterminationCard } from './determination.js';
import { Examined } from './examined.js';
import { findingList } from './finding-list.js';
import { fontFaces } from './fonts.js';
import { Hole, inFrame } from './frame.js';
import { Sprite } from './icons.js';
import { Interpretations } from './interpretations.js';
import { Side } from './navigation.js';
import { scheduleList } from './schedule-list.js';
import { stylesheet } from './stylesheet.js';
import type { Telling } from './telling.js';
import { shownTexts } from './texts.js';
import { moment } from './words.js';

/**
 * The run as one HTML file that needs nothing else: no script, no network, every text escaped. In pieces, so that
 * findings without end are written as they are rendered.
 */
export function* htmlReport(report: Report): Generator<string> {
  const telling: Telling = { report, anchors: anchorsOf(report) };
  yield head(report);
  for (const piece of inFrame(<Body report={report} />, sections(telling))) yield seen(piece);
  yield '</html>\n';
}

/** A character that cannot be seen could make a text look like another one; the markup itself has none. */
function seen(html: string): string {
  return visible(html, Number.POSITIVE_INFINITY);
}

function* sections(telling: Telling): Generator<string> {
  const { report } = telling;
  yield render(<DeterminationCard report={report} />);
  yield render(<Examined telling={telling} />);
  yield render(<ClauseMatrix telling={telling} />);
  yield* scheduleList(telling);
  yield* findingList(telling);
  yield render(<DataItems telling={telling} />);
  yield render(<Interpretations telling={telling} />);
  yield render(<Limits report={report} />);
  yield render(<Gate telling={telling} />);
  yield render(<Calibration report={report} />);
  yield render(<Verification report={report} />);
}

/** The style is ours alone and must stand as it was hashed, so it is the one thing that is not escaped. */
function head(report: Report): string {
  const { text, source } = stylesheet(fontFaces(shownTexts(report)));
  const policy = `default-src 'none'; style-src ${source}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`;
  const start = render(
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <meta name="robots" content="noindex" />
      <meta name="generator" content={`Candor ${report.version}`} />
      <link rel="icon" href="data:," />
      <title>{`Data provision report: ${report.system} against ${report.disclosure}`}</title>
    </head>,
  );
  return `<!doctype html>\n<html lang="en">${seen(start).replace('</head>', () => `<style>${text}</style></head>`)}\n`;
}

function Body({ report }: { readonly report: Report }): VNode {
  const { system, title, recorded, version } = report;
  return (
    <body>
      <a class="skip" href="#report">
        Skip to the report
      </a>
      <Sprite />
      <div class="page">
        <Side report={report} />
        <div>
          <main id="report" tabIndex={-1}>
            <div class="title">
              <h1>Data provision report</h1>
              <p>
                {system}, against “{title}”
              </p>
              {recorded !== undefined && <p>Recorded {moment(recorded)} UTC</p>}
            </div>
            <Hole />
          </main>
          <footer>
            <p>
              Candor {version}. What is reported is what was observed in this run, and no more. The page holds
              no script and asks nothing of any network.
            </p>
          </footer>
        </div>
      </div>
    </body>
  );
}
