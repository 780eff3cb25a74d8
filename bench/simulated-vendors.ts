/** The simulators in a process of their own, with answers that take no thought, so that only the caller's work is measured. */
import { startSimulators } from '../dev/simulators/start';
import { emptyExtraction } from '../lambdas/domain/extraction';

const answers = {
  extract: () => ({ ...emptyExtraction(), name: 'Ada Example' }),
  embed: () => Array.from({ length: 256 }, (_, at) => Math.sin(at + 1)),
};

process.once('disconnect', () => process.exit(0));
void startSimulators({ answers }).then(({ endpoints }) => process.send?.(endpoints));
