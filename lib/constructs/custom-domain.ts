/** A host name of our own for the API, with its DNS record where the zone is ours. */

import { CfnOutput, Stack } from 'aws-cdk-lib';
import { DomainName, EndpointAccessMode, EndpointType, type RestApi, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { StageConfig } from '../stages';

/** TLS 1.2 with forward secrecy and up. Policies of this family need an access mode; BASIC is that of the older ones. */
export const TLS = {
  securityPolicy: SecurityPolicy.TLS13_1_2_PFS_PQ_2025_09,
  endpointAccessMode: EndpointAccessMode.BASIC,
} as const;

export interface CustomDomainProps {
  api: RestApi;
  config: StageConfig;
  domainName: string;
  certificateArn: string;
}

export class CustomDomain extends Construct {
  readonly url: string;

  constructor(scope: Construct, id: string, { api, config, domainName, certificateArn }: CustomDomainProps) {
    super(scope, id);
    const domain = new DomainName(this, 'Name', {
      domainName,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      ...TLS,
    });
    domain.addBasePathMapping(api, { stage: api.deploymentStage });
    this.url = `https://${domainName}/`;
    const { hostedZoneId, hostedZoneName } = config;
    if (hostedZoneId !== undefined && hostedZoneName !== undefined) {
      const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName: hostedZoneName });
      new ARecord(this, 'Record', {
        zone,
        recordName: `${domainName}.`,
        target: RecordTarget.fromAlias(new ApiGatewayDomain(domain)),
      });
    } else {
      new CfnOutput(Stack.of(this), 'DomainTarget', {
        value: domain.domainNameAliasDomainName,
        description: `Make a CNAME record of ${domainName} with this value`,
      });
    }
  }
}
