import { useMemo } from 'react';
import { StackwrightError } from '#core/errors.ts';
import { isWished, targetOfWish, type Wish } from '#core/targets/target-rows.ts';
import { useRun, useWorkbench } from '#renderer/state/stores.tsx';

/** What is wrong with the wish as it stands, as a sentence; null while nothing is drawn or all is well. */
export function useWishFault(): string | null {
  const wish = useWorkbench((state) => state.wish);
  const failure = useRun((state) => state.failure);
  const own = useMemo(() => wishFault(wish), [wish]);
  return own !== null && own === failure?.message ? null : own;
}

export function wishFault(wish: Wish): string | null {
  if (!wish.rows.some(isWished)) return null;
  try {
    targetOfWish(wish, '');
    return null;
  } catch (error) {
    if (error instanceof StackwrightError) return error.message;
    throw error;
  }
}
