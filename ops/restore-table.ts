/** `npm run restore-table`: a table as it was, and the cut-over to it. */
import { main } from './operation';
import { restoreTable } from './restore-table/command';

void main(restoreTable);
