/** The state machine of the backfill stack as the laptop runs it: the very states that are deployed. */
import { App, Stack } from 'aws-cdk-lib';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Chain, StateGraph } from 'aws-cdk-lib/aws-stepfunctions';
import { rebuildDefinition } from '../../lib/constructs/rebuild-definition';
import { type Definition, definitionSchema } from './definition';

const FUNCTION = 'arn:aws:lambda:us-east-1:111111111111:function:rebuild-vectors:live';

/** @throws ZodError when the definition holds what the laptop cannot run */
export function rebuildMachine(): Definition {
  const stack = new Stack(new App({ analyticsReporting: false }), 'laptop');
  const rebuild = LambdaFunction.fromFunctionAttributes(stack, 'Function', {
    functionArn: FUNCTION,
    sameEnvironment: true,
  });
  const { startState } = Chain.start(rebuildDefinition(stack, rebuild));
  const text = stack.toJsonString(new StateGraph(startState, 'Rebuild vectors').toGraphJson());
  const asl = stack.resolve(text);
  return definitionSchema.parse(JSON.parse(typeof asl === 'string' ? asl : literal(asl)));
}

/** A join of texts and the partition, which on the laptop is that of AWS. */
function literal(join: unknown): string {
  const {
    'Fn::Join': [, parts],
  } = join as { 'Fn::Join': [string, (string | { Ref: string })[]] };
  return parts.map((part) => (typeof part === 'string' ? part : 'aws')).join('');
}
