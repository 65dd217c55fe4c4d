import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { root } from '../../acceptance/workplace.js';

const contract = join(root, 'test', 'fixtures', 'contracts', 'acme.test.json');

/** Pact's Verifier is native code that prints: it gets a process of its own. */
const script = `
  import { createRequire } from 'node:module';
  const { default: pact } = createRequire(process.env.FROM)('@pact-foundation/pact-core');
  const providerBaseUrl = process.env.SERVICE;
  pact
    .verifyPacts({ provider: 'acme.test', providerBaseUrl, pactUrls: [process.env.CONTRACT], logLevel: 'error' })
    .then(() => process.exit(0), () => process.exit(1));
`;

describe('Pact’s Verifier, given a generated contract', function () {
  this.timeout(120_000);

  const outcomes: readonly (readonly [answer: number, accepted: boolean])[] = [
    [200, true],
    [204, true],
    [400, false],
  ];
  for (const [answer, accepted] of outcomes) {
    it(`executes every interaction, and takes the answer ${answer} for ${accepted ? 'a success' : 'a failure'}`, async () => {
      const received: string[] = [];
      const service = createServer((request, response) => {
        received.push(`${request.method} ${request.url}`);
        request.resume().on('end', () => response.writeHead(answer).end());
      });
      const ended = await verify(service);
      expect(received.sort()).to.deep.equal([
        'GET /v1/lookup/topic?count=1&k=kinds&ratio=1&v=version&verbose=true',
        'POST /v1/odd',
        'POST /v1/odd',
        'POST /v1/pings',
        'POST /v1/pulses',
        'POST /v1/reports',
        'POST /v1/reports',
        'POST /v1/surveys',
      ]);
      expect(ended).to.equal(accepted ? 0 : 1);
    });
  }
});

async function verify(service: Server): Promise<number | null> {
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { port } = service.address() as AddressInfo;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: 'ignore',
    env: {
      PACT_DO_NOT_TRACK: 'true',
      FROM: join(root, 'package.json'),
      SERVICE: `http://127.0.0.1:${port}`,
      CONTRACT: contract,
    },
  });
  try {
    return await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  } finally {
    service.close();
  }
}
