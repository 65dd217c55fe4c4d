import type { VNode } from 'preact';
import type { Report } from '../report.js';
import { Switch } from './controls.js';

interface Entry {
  readonly id: string;
  readonly says: string;
  readonly count?: number;
}

/** What leads through the page, and how it looks. */
export function Side({ report }: { readonly report: Report }): VNode {
  const entries: readonly Entry[] = [
    { id: 'determination', says: 'Determination' },
    { id: 'examined', says: 'What was examined' },
    { id: 'clauses', says: 'Clause by clause', count: report.clauses.length },
    { id: 'schedules', says: 'Schedules', count: report.schedules.length },
    { id: 'findings', says: 'Findings', count: report.findings.length },
    { id: 'data-items', says: 'Data items', count: report.dataItems.length },
    { id: 'interpretations', says: 'Interpretations', count: report.interpretations.length },
    { id: 'limits', says: 'Limits', count: report.limits.length },
    { id: 'gate', says: 'Waivers and gate' },
    { id: 'calibration', says: 'Calibration' },
    { id: 'verify', says: 'Verify this report' },
  ];
  return (
    <header class="side">
      <p class="of">{report.disclosure}</p>
      <nav aria-label="Sections">
        <ol>
          {entries.map(({ id, says, count }) => (
            <li key={id}>
              <a href={`#${id}`}>
                {says}
                {count !== undefined && <span class="count"> {count}</span>}
              </a>
            </li>
          ))}
        </ol>
      </nav>
      <Switch
        name="theme"
        legend="Appearance"
        options={[
          { id: 'auto', says: 'Auto' },
          { id: 'light', says: 'Light' },
          { id: 'dark', says: 'Dark' },
        ]}
      />
    </header>
  );
}
