import { UsageReports } from './usage-reports.mjs';

/**
 * How the player is driven: which of its functions is meant by which action of the disclosure.
 *
 * @returns {import('candor').ModuleProduct}
 */
export default function player() {
  const reports = new UsageReports();
  const actions = {
    install: () => undefined,
    'switch-on': () => reports.switchOn(),
    'switch-off': () => reports.switchOff(),
  };
  return { name: 'acme-player', version: '2.0', perform: (action) => actions[action]() };
}
