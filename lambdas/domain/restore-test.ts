/** The event with which AWS Backup tells of a restore, as far as it is read here. */
import * as z from 'zod';

const tableArn = z.string().regex(/^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[^/]+$/);

/** Of a restore job that ended well, of a DynamoDB table, started by a restore testing plan. Others do not fit. */
export const finishedRestoreTestSchema = z.object({
  detail: z.object({
    restoreJobId: z.string().min(1),
    status: z.literal('COMPLETED'),
    resourceType: z.literal('DynamoDB'),
    createdResourceArn: tableArn,
    restoreTestingPlanArn: z.string().min(1),
    /** Of the table the backup was made of. */
    sourceResourceArn: tableArn.optional(),
  }),
});

export type FinishedRestoreTest = z.output<typeof finishedRestoreTestSchema>['detail'];
