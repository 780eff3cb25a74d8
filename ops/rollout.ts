/** `npm run rollout`: moves users to the AWS arm by a plan that a guard looks after. */
import { main } from './operation';
import { rollout } from './rollout/command';

void main(rollout);
