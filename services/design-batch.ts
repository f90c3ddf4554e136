import { parseTarget } from '#core/targets/parse-target.ts';
import { answerStream, type StreamOptions, type StreamTotals } from './answer-stream.ts';
import { designAnswer } from './design-answer.ts';
import type { DesignRequest, DesignService } from './design-service.ts';

/**
 * Designs for one target after the other, each line of input a target and each line of output its answer. A stopped
 * batch ends with the answer of the target that was being worked on.
 */
export async function designBatch(
  input: AsyncIterable<Uint8Array>,
  write: (lines: string) => Promise<void>,
  service: DesignService,
  request: DesignRequest,
  options: StreamOptions = {},
): Promise<StreamTotals> {
  const respond = (value: object) => designAnswer(service, parseTarget(value), request);
  return answerStream(input, write, respond, options);
}
