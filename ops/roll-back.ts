/** `npm run roll-back`: back to the release before. */
import { main } from './operation';
import { rollBack } from './roll-back/command';

void main(rollBack);
