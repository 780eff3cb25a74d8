/** The states of the Amazon States Language that the laptop runs: these fields and no others, so that a definition that asks for more is refused. */
import * as z from 'zod';

const retry = z.strictObject({
  ErrorEquals: z.array(z.string()).min(1),
  IntervalSeconds: z.int().min(1).default(1),
  MaxAttempts: z.int().min(0).default(3),
  BackoffRate: z.number().min(1).default(2),
  MaxDelaySeconds: z.int().optional(),
  JitterStrategy: z.enum(['FULL', 'NONE']).default('NONE'),
});

const onward = { Next: z.string().optional(), End: z.literal(true).optional() };

/** The whole input goes to the function; what it answers is the output. */
const task = z.strictObject({
  Type: z.literal('Task'),
  ...onward,
  Resource: z.string().regex(/^arn:[a-z-]+:states:::lambda:invoke$/, 'only a function can be invoked'),
  Parameters: z.strictObject({ FunctionName: z.string(), 'Payload.$': z.literal('$') }),
  OutputPath: z.literal('$.Payload'),
  Retry: z.array(retry).default([]),
});

const field = z.string().regex(/^\$\.\w+$/, 'only a field of the input can be named');

const choice = z.strictObject({
  Type: z.literal('Choice'),
  Choices: z.array(z.strictObject({ Variable: field, IsNull: z.boolean(), Next: z.string() })).min(1),
  Default: z.string(),
});

const simpleState = z.discriminatedUnion('Type', [task, choice, z.strictObject({ Type: z.literal('Succeed') })]);

const map = z.strictObject({
  Type: z.literal('Map'),
  ...onward,
  ItemsPath: field,
  MaxConcurrency: z.int().min(1),
  Label: z.string().max(40),
  ItemProcessor: z.strictObject({
    ProcessorConfig: z.strictObject({ Mode: z.literal('DISTRIBUTED'), ExecutionType: z.literal('STANDARD') }),
    StartAt: z.string(),
    States: z.record(z.string(), simpleState),
  }),
});

/** A state machine whose one state is a distributed map; comments are let through. */
export const definitionSchema = z.strictObject({
  Comment: z.string().optional(),
  StartAt: z.string(),
  States: z.record(z.string(), map),
});

export type Definition = z.output<typeof definitionSchema>;
export type MapState = z.output<typeof map>;
export type ChoiceState = z.output<typeof choice>;
export type TaskState = z.output<typeof task>;
export type Retry = z.output<typeof retry>;
