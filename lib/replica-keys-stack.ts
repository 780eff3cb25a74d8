/** The keys of the tables' replicas, in the second region: a replica is encrypted with a key of its own region. */
import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { StageConfig } from './stages';

export class ReplicaKeysStack extends Stack {
  readonly jobs: Key;
  readonly candidates: Key;

  constructor(scope: Construct, id: string, props: StackProps & { config: StageConfig }) {
    super(scope, id, props);
    const { stage } = props.config;
    this.jobs = this.key('JobsKey', `Talent Match ${stage}: replica of the jobs table`);
    this.candidates = this.key('CandidatesKey', `Talent Match ${stage}: replica of the stored resumes`);
  }

  private key(id: string, description: string): Key {
    return new Key(this, id, {
      description,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }
}
