/** What keeps a name apart from that of a stack before it, whose resource was retained. */
import { Aws, Fn } from 'aws-cdk-lib';

/** Eight hexadecimal signs of the id of the stack: the same for all its life, others for a stack that comes after it. */
export function stackMark(): string {
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  return Fn.select(0, Fn.split('-', uuid));
}
