import { assertUpheld, verify } from 'candor';
import { expect } from 'chai';
import { describe, it } from 'mocha';

const here = new URL('.', import.meta.url);
const player = { system: new URL('systems/acme-player/system.yaml', here), project: here };

describe('Acme Player', () => {
  it('sends what the page says, and nothing else', async () => {
    assertUpheld(await verify({ ...player, requireAll: true }));
  });

  it('sends two reports where they are switched off after ten hours', async () => {
    const { findings, result } = await verify({ ...player, scenarios: ['switched-off'] });
    expect(findings).to.deep.equal([]);
    expect(result.scenarios[0].transmissions).to.equal(2);
  });

  it('makes nothing of what it finds on the computer', async () => {
    const { verdict } = await verify({ ...player, scenarios: ['switched-on'], differential: true });
    expect(verdict).to.equal('upheld');
  });

  it('would be found out if it hid the computer’s name in a number', async () => {
    const { findings } = await verify({
      ...player,
      module: new URL('careless.mjs', here),
      scenarios: ['switched-on'],
      differential: true,
    });
    expect([...new Set(findings.map(({ rule }) => rule))]).to.deep.equal(['leak/differential']);
    expect(findings[0].message).to.contain('/minutes').and.contain('hostName');
  });
});
