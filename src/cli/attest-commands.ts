import type { Command } from 'commander';
import type { Console } from './console.js';

/** `candor attest` and what belongs to it; each loads what it needs when it is asked for. */
export function addAttestCommands(program: Command, console: Console, end: (status: number) => void): void {
  const attest = program
    .command('attest')
    .description('sign what a run says and every file in its folder, and verify that')
    .usage('<dir> --key <file> | verify | timestamp | request')
    .addHelpText(
      'after',
      `
Examples:
  candor attest reports/run --key key.pem
  candor attest verify reports/run/attestation.intoto.json --key key.pub.pem

Exit status: 0 written or matches, 1 does not match, 3 could not.`,
    );

  // What is required of signing must not be required of the commands beside it.
  attest
    .command('sign', { isDefault: true, hidden: true })
    .argument('<dir>', 'the folder of a run')
    .requiredOption(
      '--key <file>',
      'an Ed25519 private key: PEM, PKCS#8; its passphrase in CANDOR_KEY_PASSPHRASE',
    )
    .option('--out <file>', 'DIR/attestation.intoto.json when not given')
    .option('--timestamp <token>', 'attach a time stamp of the signature (RFC 3161)')
    .action(async (folder: string, options) => {
      end(await (await load()).attest(folder, options, console));
    });

  attest
    .command('verify')
    .description('whether an attestation is of this key, and every file as it was signed')
    .argument('<file>', 'the attestation')
    .requiredOption('--key <file>', 'the Ed25519 public key: PEM')
    .option('--dir <dir>', 'the folder of the run; that of the attestation when not given')
    .action(async (file: string, options) => {
      end(await (await load()).attestVerify(file, options, console));
    });

  attest
    .command('timestamp')
    .description('put a time stamp of the signature (RFC 3161) beside an attestation')
    .argument('<file>', 'the attestation')
    .requiredOption('--token <file>', 'what the time-stamping authority answered')
    .action(async (file: string, options) => {
      end(await (await load()).attestTimestamp(file, options, console));
    });

  attest
    .command('request')
    .description('write what a time-stamping authority is asked with; nobody is asked')
    .argument('<file>', 'the attestation')
    .option('--out <file>', 'FILE.tsq when not given')
    .action(async (file: string, options) => {
      end(await (await load()).attestRequest(file, options, console));
    });
}

function load(): Promise<typeof import('./attest.js')> {
  return import('./attest.js');
}
