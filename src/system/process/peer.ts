import { createInterface } from 'node:readline';

/**
 * Answers JSON-RPC 2.0 requests, one a line, on this process's standard input and output, until the input ends. What a
 * request fails with is answered as an error.
 */
export async function servePeer(
  answer: (method: string, parameters: Readonly<Record<string, unknown>>) => Promise<object>,
): Promise<void> {
  // Whoever asked has gone away, and nobody is left to work for.
  process.stdout.on('error', () => process.exit(0));
  for await (const line of createInterface({ input: process.stdin })) {
    const { id, method, params } = JSON.parse(line) as {
      readonly id: number;
      readonly method: string;
      readonly params: Readonly<Record<string, unknown>>;
    };
    const outcome = await answer(method, params).then(
      (result) => ({ result }),
      (error: unknown) => ({
        error: { code: -32000, message: error instanceof Error ? error.message : String(error) },
      }),
    );
    process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...outcome })}\n`);
  }
}
