/** The code of a handler's Lambda as an asset, made in this process; Docker is never asked. */
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleHandler, handlersFolder } from './handler-bundle';

/**
 * The bundle of `slug`; the function's handler is `HANDLER` of handler-bundle.ts. It is made when a stack is synthesised
 * that is to be bundled (context `aws:cdk:bundling-stacks`), and its hash is that of what it holds.
 */
export function handlerCode(slug: string): Code {
  return Code.fromAsset(handlersFolder, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-pulled'),
      // CDK keeps a bundle for the assets of equal options, among which a function does not count.
      command: [slug],
      local: {
        tryBundle(outputFolder) {
          bundleHandler(slug, outputFolder);
          return true;
        },
      },
    },
  });
}
