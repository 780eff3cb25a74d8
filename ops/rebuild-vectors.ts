/** `npm run rebuild-vectors`: gives the jobs of the catalogue the vectors they lack. */
import { main } from './operation';
import { rebuildVectors } from './rebuild-vectors/command';

void main(rebuildVectors);
