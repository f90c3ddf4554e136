import { SegmentedControl } from '@mantine/core';
import { Component, type ReactNode, useMemo, useState } from 'react';
import { middleOfWish } from '#renderer/panels/layers/layer-rows.ts';
import { useCatalogueState } from '#renderer/physics/catalogue-context.tsx';
import { useStores, useView, useWorkbench } from '#renderer/state/stores.tsx';
import { CrossSection } from './CrossSection.tsx';
import { IndexProfileChart } from './IndexProfileChart.tsx';
import { StructureDataTable } from './StructureDataTable.tsx';
import { StructureLegend } from './StructureLegend.tsx';
import classes from './StructurePanel.module.css';
import { StructureView3D } from './StructureView3D.tsx';
import { type Structure, structureOf } from './structure-model.ts';
import { hasWebGl } from './webgl.ts';

type Mode = '3d' | 'section' | 'index';
/** Why there is no picture in three dimensions. */
type Lack = 'unavailable' | 'lost';

const SAYING: Readonly<Record<Lack, string>> = {
  unavailable: 'This window has no WebGL: a cross-section stands in for the three-dimensional view.',
  lost: 'The graphics driver took the three-dimensional view away; a cross-section stands in for it.',
};

/** The design in hand, drawn to scale, and its index profile. */
export function StructurePanel() {
  const stack = useWorkbench(({ design }) => design?.stack ?? null);
  const { catalogue, status } = useCatalogueState();
  const wish = useWorkbench((state) => state.wish);
  const numberFrom = useView((state) => state.numberFrom);
  const fallbackNm = useMemo(() => middleOfWish(wish), [wish]);
  const structure = useMemo(
    () => (stack === null ? null : structureOf(stack, catalogue, { fallbackNm, numberFrom })),
    [stack, catalogue, fallbackNm, numberFrom],
  );
  return (
    <section aria-label="Structure" className={classes.panel}>
      {structure === null ? (
        <p className={classes.empty}>No design in hand yet. Take a candidate, or add layers, to see it to scale.</p>
      ) : (
        <StructureOfDesign structure={structure} isComplete={status !== 'loading'} />
      )}
      <StructureDataTable structure={structure} />
    </section>
  );
}

interface StructureOfDesignProps {
  readonly structure: Structure;
  /** whether all materials are known; until then, none is missed */
  readonly isComplete: boolean;
}

function StructureOfDesign({ structure, isComplete }: StructureOfDesignProps) {
  const [mode, setMode] = useState<Mode>('3d');
  const [lack, setLack] = useState<Lack | null>(() => (hasWebGl() ? null : 'unavailable'));
  const { view } = useStores();
  const selectedLayer = useView((state) => state.selectedLayer);
  const onSelect = (layer: number | null) => view.setState({ selectedLayer: layer });
  const shared = { structure, selectedLayer, onSelect };
  const section = <CrossSection {...shared} />;
  return (
    <>
      <header className={classes.header}>
        <SegmentedControl
          size="xs"
          aria-label="How the structure is shown"
          value={mode}
          onChange={(value) => setMode(value as Mode)}
          data={[
            { value: '3d', label: '3D' },
            { value: 'section', label: 'Section' },
            { value: 'index', label: 'n(z)' },
          ]}
        />
        <span className={classes.note}>n, k at {structure.referenceNm} nm</span>
      </header>
      {mode === '3d' && lack !== null && (
        <p className={classes.notice} role="status">
          {SAYING[lack]}
          {lack === 'lost' && (
            <button type="button" className={classes.retry} onClick={() => setLack(null)}>
              Draw it again
            </button>
          )}
        </p>
      )}
      {isComplete && structure.problems.length > 0 && (
        <p className={classes.notice} role="status">
          {structure.problems[0]}
        </p>
      )}
      {mode === '3d' && lack === null && (
        <Boundary onError={() => setLack('unavailable')}>
          <StructureView3D {...shared} onContextLost={() => setLack('lost')} />
        </Boundary>
      )}
      {(mode === 'section' || (mode === '3d' && lack !== null)) && section}
      {mode === 'index' && <IndexProfileChart {...shared} />}
      <StructureLegend structure={structure} />
    </>
  );
}

/** A view that cannot be drawn leaves the panel standing. */
class Boundary extends Component<{ onError: () => void; children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override componentDidCatch() {
    this.props.onError();
  }

  override render() {
    return this.state.hasFailed ? null : this.props.children;
  }
}
