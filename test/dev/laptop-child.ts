/** A laptop cloud in a process of its own, to be killed: says its address and nothing else. */
import { startLaptopCloud } from '../../dev/laptop-cloud';

async function main([dataDir = '', workerMs = '']: string[]): Promise<void> {
  const { url } = await startLaptopCloud({ dataDir, workerMs: Number(workerMs) });
  console.log(url);
  // Whoever started it is gone.
  process.stdin.on('end', () => process.exit(0)).resume();
}

void main(process.argv.slice(2));
