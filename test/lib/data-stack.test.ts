import { readFileSync } from 'node:fs';
import { Match, type Template } from 'aws-cdk-lib/assertions';
import { tableSchemas } from '../../lambdas/storage/table-schema';
import { stageConfig } from '../../lib/stages';
import { vectorSpaces } from '../../lib/vector-spaces';
import { type Templates, templatesOf } from '../support/templates';

const prod = { stage: 'prod', account: '111111111111', region: 'eu-west-1', alarmEmail: 'oncall@example.com' };
const JOBS = 'TalentMatch-prod-data-JobsDF1CC2D4-1ABCDEFGHIJKL';
const CANDIDATES = 'TalentMatch-prod-data-CandidatesD2043412-1ABCDEFGHIJKL';
const key = (id: string) => `arn:aws:kms:eu-central-1:111111111111:key/${id}`;
const STREAM = `arn:aws:dynamodb:eu-central-1:111111111111:table/${JOBS}/stream/2026-11-21T00:00:00.000`;

/** As `npm run fail-over` deploys to the second region. */
const second = {
  ...prod,
  region: 'eu-central-1',
  homeRegion: 'eu-west-1',
  jobsTable: JOBS,
  jobsTableStreamArn: STREAM,
  jobsTableKeyArn: key('jobs'),
  candidatesTable: CANDIDATES,
  candidatesTableKeyArn: key('candidates'),
  backups: 'false',
};

const tablesOf = (template: Template) =>
  Object.fromEntries(
    Object.entries(template.findResources('AWS::DynamoDB::GlobalTable')).map(([id, table]) => [
      id.replace(/[0-9A-F]{8}$/, ''),
      table,
    ]),
  );

let home: Templates;
let away: Templates;
let restored: Templates;
beforeAll(() => {
  home = templatesOf({ ...prod, replicaRegion: 'eu-central-1', openAi: 'create' });
  away = templatesOf(second);
  restored = templatesOf({ stage: 'dev', account: '111111111111', region: 'eu-west-1', jobsTable: 'restored' });
}, 300_000);

describe('deployment to the second region', () => {
  it('leaves the budget to the home region, whose stack has the same name in the same region', () => {
    expect(home.parts).toContain('cost');
    expect(away.parts).not.toContain('cost');
  });
});

describe('DataStack', () => {
  it('says which tables those are, by the names that commands look for', () => {
    const commands = {
      candidates: 'ops/shadows/command.ts',
      state: 'evals/record.ts',
      jobs: 'ops/preflight/vector-indexes.ts',
    };
    for (const [table, file] of Object.entries(commands)) {
      expect(readFileSync(file, 'utf8')).toContain(`?.${table}Table`);
      home.of('data').hasOutput(`${table}Table`, {});
    }
  });

  it('makes the tables that the laptop cloud makes', () => {
    const schemas = tableSchemas({ jobs: '', candidates: '', state: '' }, vectorSpaces(stageConfig(prod)));
    const tables = tablesOf(home.of('data'));
    for (const [id, name] of [
      ['Jobs', 'jobs'],
      ['Candidates', 'candidates'],
      ['State', 'state'],
    ] as const) {
      const { create, ttlAttribute } = schemas[name];
      const { Properties } = tables[id] ?? {};
      expect(Properties.KeySchema).toEqual(create.KeySchema);
      expect(Properties.AttributeDefinitions).toEqual(create.AttributeDefinitions);
      expect(Properties.BillingMode).toBe(create.BillingMode);
      expect(Properties.VectorIndexes).toEqual(create.VectorIndexes);
      expect(Properties.TimeToLiveSpecification?.AttributeName ?? null).toBe(ttlAttribute);
    }
    expect(tables.Jobs?.Properties.StreamSpecification.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
  });

  it('gives a replica what the table has: recovery, protection, tags, and a key of its own region', () => {
    for (const [id, table] of Object.entries(tablesOf(home.of('data')))) {
      const replicas = table.Properties.Replicas;
      if (id === 'State') {
        expect(replicas).toHaveLength(1);
        continue;
      }
      expect(replicas.map(({ Region }: { Region: string }) => Region).sort()).toEqual(['eu-central-1', 'eu-west-1']);
      for (const replica of replicas) {
        expect(replica).toMatchObject({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        });
        expect(replica.Tags).toContainEqual({ Key: 'application', Value: 'talent-match' });
      }
      const away = replicas.find(({ Region }: { Region: string }) => Region === 'eu-central-1');
      const reference = away.SSESpecification.KMSMasterKeyId['Fn::GetStackOutput'];
      expect(reference).toMatchObject({ StackName: 'TalentMatch-prod-replica-keys', Region: 'eu-central-1' });
      expect(home.of('replica-keys').toJSON().Outputs[reference.OutputName]).toBeDefined();
    }
    expect(home.regionOf('replica-keys')).toBe('eu-central-1');
  });

  it('copies vendor keys into the region of the replicas', () => {
    home.of('foundation').hasResourceProperties('AWS::SecretsManager::Secret', {
      ReplicaRegions: [{ Region: 'eu-central-1' }],
    });
  });

  it('keeps declaring its own table while a restored one is in use, so that the cut-over deletes nothing', () => {
    const template = restored.of('data');
    expect(Object.keys(tablesOf(template)).sort()).toEqual(['Candidates', 'Jobs', 'State']);
    expect(template.toJSON().Outputs.jobsTable.Value).toBe('restored');
    restored.of('service').hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ JOBS_TABLE: 'restored' }) },
    });
  });

  it('reads no stream of a table whose stream it was not told', () => {
    const sources = Object.values(restored.of('service').findResources('AWS::Lambda::EventSourceMapping'));
    expect(sources.filter(({ Properties }) => 'StartingPosition' in Properties)).toHaveLength(0);
  });
});

describe('a deployment to the second region', () => {
  it('makes no jobs or candidates table', () => {
    expect(Object.keys(tablesOf(away.of('data')))).toEqual(['State']);
  });

  it('has functions that use the replicas, and may use their keys', () => {
    const template = away.of('service');
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ JOBS_TABLE: JOBS, CANDIDATES_TABLE: CANDIDATES }) },
    });
    const policies = [
      ...Object.values(template.findResources('AWS::IAM::Role')).flatMap(({ Properties }) => Properties.Policies ?? []),
      ...Object.values(template.findResources('AWS::IAM::Policy')).map(({ Properties }) => Properties),
    ] as { PolicyDocument: { Statement: Record<string, unknown>[] } }[];
    const statements = policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const via = { StringEquals: { 'kms:ViaService': ['dynamodb.eu-central-1.amazonaws.com'] } };
    for (const id of ['jobs', 'candidates']) {
      expect(statements).toContainEqual(expect.objectContaining({ Resource: key(id), Condition: via }));
    }
    const readers = statements.filter(({ Action }) => [Action].flat().includes('dynamodb:GetRecords'));
    expect(readers.flatMap(({ Resource }) => Resource)).toContain(STREAM);
    const searches = statements.filter(({ Action }) => Action === 'dynamodb:SearchVectors');
    expect(JSON.stringify(searches)).toContain(`:dynamodb:eu-central-1:111111111111:table/${JOBS}/index/`);
  });

  it('embeds changed jobs from the stream of the replica', () => {
    away.of('service').hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: STREAM });
  });

  it('names nothing of the home region, which may be down', () => {
    for (const part of ['foundation', 'data', 'service']) {
      expect(away.regionOf(part)).toBe('eu-central-1');
      const text = JSON.stringify(away.of(part).toJSON());
      expect(text).not.toContain('"Region":"eu-west-1"');
      // A model is asked through an inference profile, which routes around a region that is down.
      expect(text.match(/arn:aws:(?!bedrock)[a-z-]+:eu-west-1/g)).toBeNull();
    }
  });
});

describe('stageConfig', () => {
  it.each([
    [{ homeRegion: 'eu-central-1' }, 'homeRegion: eu-central-1 is the region itself'],
    [{ candidatesTable: undefined, candidatesTableKeyArn: undefined }, 'jobsTable, candidatesTable: give both'],
    [{ jobsTableKeyArn: undefined }, 'jobsTableKeyArn, candidatesTableKeyArn: give both'],
    [{ replicaRegion: 'eu-west-3' }, 'replicas are made by the deployment in eu-west-1'],
    [{ jobsTableKeyArn: key('jobs').replace('central', 'west') }, 'jobsTableKeyArn: it is of eu-west-1'],
    [{ jobsTableStreamArn: STREAM.replace('Jobs', 'Bobs') }, 'jobsTableStreamArn: it is not of jobsTable'],
  ])('refuses %j in the second region', (change, message) => {
    const given = Object.entries({ ...second, ...change }).filter(([, value]) => value !== undefined);
    expect(() => stageConfig(Object.fromEntries(given))).toThrow(message);
  });
});
