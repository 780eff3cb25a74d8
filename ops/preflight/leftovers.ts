/** Tables, buckets, keys and secrets that were kept when their stack was deleted: they cost money, and may be wanted back. */
import { deployedStack } from '../stack-outputs';
import { type Check, ok, warning } from './check';

const STATEFUL = /^arn:aws[a-z-]*:(dynamodb:[^:]*:\d+:table\/[^/]+$|s3:::|kms:[^:]*:\d+:key\/|secretsmanager:)/;

export const leftoversCheck: Check = {
  name: 'leftovers',
  permissions: () => [{ actions: ['cloudformation:DescribeStacks', 'tag:GetResources'] }],
  async run({ config }, aws) {
    const { region, stage } = config;
    const data = await deployedStack(aws, region, `TalentMatch-${stage}-data`);
    // A stack that never got further than its rollback holds nothing.
    const isThere = data !== undefined && !['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'].includes(data.StackStatus ?? '');
    if (isThere) return [ok('The data stack is there, so nothing is left over.')];
    const inUse = [config.jobsTable, config.candidatesTable].map((table) => `:table/${table}`);
    const kept = (await tagged()).filter((arn) => !inUse.some((table) => arn.endsWith(table)));
    if (kept.length === 0) return [ok('None.')];
    return [
      warning(
        `Kept from an earlier deployment, and paid for: ${kept.map((arn) => arn.split(':').slice(2).join(':')).join(', ')}.`,
        'To go on with a table: -c jobsTable=NAME, -c candidatesTable=NAME. To be rid of one: docs/deploy.md#taking-it-down',
      ),
    ];

    /** ARNs, of all pages. */
    async function tagged(): Promise<string[]> {
      const arns: string[] = [];
      let token = '';
      do {
        const answer = await aws.callJson({
          service: 'tagging',
          host: `tagging.${region}.amazonaws.com`,
          region,
          target: 'ResourceGroupsTaggingAPI_20170126.GetResources',
          version: '1.1',
          body: {
            TagFilters: [
              { Key: 'application', Values: ['talent-match'] },
              { Key: 'stage', Values: [stage] },
            ],
            ...(token !== '' && { PaginationToken: token }),
          },
        });
        const page = answer as { PaginationToken?: string; ResourceTagMappingList?: { ResourceARN?: string }[] };
        arns.push(...(page.ResourceTagMappingList ?? []).map(({ ResourceARN }) => ResourceARN ?? ''));
        token = page.PaginationToken ?? '';
      } while (token !== '');
      return arns.filter((arn) => STATEFUL.test(arn));
    }
  },
};
