import { Canvas, type ThreeEvent, useFrame, useThree } from '@react-three/fiber';
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import {
  BoxGeometry,
  BufferGeometry,
  Color,
  EdgesGeometry,
  Float32BufferAttribute,
  type InstancedMesh,
  Matrix4,
  type OrthographicCamera,
  Shape,
  setConsoleFunction,
  Vector3,
} from 'three';
import { materialColour } from '#renderer/materials/material-colour.ts';
import { direction, type Orbit } from './orbit.ts';
import { type LayerBox, type StructureLayout, type SubstratePiece, zigzag } from './structure-layout.ts';

// @react-three/fiber still makes a THREE.Clock, of whose end three would tell everybody who opens the window.
setConsoleFunction((level, message, ...rest) => {
  if (!String(message).startsWith('THREE.Clock:')) console[level](message, ...rest);
});

/** Footprint of the piece that is shown, scene units. */
export const WIDTH = 1.5;
const DEPTH = 1.05;
const CUT_DEPTH = 0.07;
const CUT_TEETH = 7;
/** Above so many layers the lines between them would cover them. */
const MOST_OUTLINED = 150;
const EYE_DISTANCE = 20;
const LABEL_ROOM_PX = 84;

/** A place in the scene that an HTML label follows. */
export interface Anchor {
  readonly key: string;
  readonly at: readonly [number, number, number];
}

export interface StructureSceneProps {
  readonly layout: StructureLayout;
  readonly substrateName: string;
  readonly highlighted: LayerBox | null;
  readonly selected: LayerBox | null;
  readonly orbit: Orbit;
  readonly lineColour: string;
  readonly accentColour: string;
  readonly anchors: readonly Anchor[];
  readonly labels: RefObject<Map<string, HTMLElement>>;
  readonly onHover: (box: LayerBox | null) => void;
  readonly onSelect: (box: LayerBox) => void;
  readonly onContextLost: () => void;
}

/** The structure in three dimensions. Draws when something has changed, and not otherwise. */
export function StructureScene(props: StructureSceneProps) {
  const { layout, orbit, lineColour, accentColour, selected, onContextLost } = props;
  return (
    <Canvas
      orthographic
      flat
      frameloop="demand"
      dpr={[1, 2]}
      gl={{ antialias: true, alpha: true, powerPreference: 'low-power' }}
      onPointerMissed={() => props.onHover(null)}
      onCreated={({ gl }) => gl.domElement.addEventListener('webglcontextlost', onContextLost, { once: true })}
    >
      <ambientLight intensity={2.1} />
      <directionalLight position={[2.5, 6, 4]} intensity={1.5} />
      <Eye orbit={orbit} layout={layout} />
      <LayerBlocks {...props} />
      {layout.boxes.length <= MOST_OUTLINED && <LayerOutlines boxes={layout.boxes} colour={lineColour} />}
      {layout.substrate.map((piece) => (
        <SubstrateBlock key={piece.cut} piece={piece} name={props.substrateName} />
      ))}
      {selected !== null && <Outline box={selected} colour={accentColour} />}
      <LabelPlacer anchors={props.anchors} labels={props.labels} />
    </Canvas>
  );
}

/** Puts the camera where the orbit says, and fits the structure to the panel. */
function Eye({ orbit, layout }: { orbit: Orbit; layout: StructureLayout }) {
  const camera = useThree((state) => state.camera) as OrthographicCamera;
  const size = useThree((state) => state.size);
  const invalidate = useThree((state) => state.invalidate);
  const { top, bottom } = layout;
  useLayoutEffect(() => {
    const middle = new Vector3(0, (top + bottom) / 2, 0);
    camera.position.copy(middle).addScaledVector(new Vector3(...direction(orbit)), EYE_DISTANCE);
    camera.near = 0.1;
    camera.far = 2 * EYE_DISTANCE;
    camera.lookAt(middle);
    const across = Math.hypot(WIDTH, DEPTH);
    const up = (top - bottom) * Math.cos(orbit.elevation) + across * Math.abs(Math.sin(orbit.elevation));
    // room for the labels, in pixels
    const fit = Math.min((size.width - 2 * LABEL_ROOM_PX) / across, (size.height - 48) / up);
    camera.zoom = Math.max(10, fit) * orbit.zoom;
    // the labels stand on the right
    camera.setViewOffset(size.width, size.height, LABEL_ROOM_PX / 2, 0, size.width, size.height);
    camera.updateProjectionMatrix();
    camera.updateMatrixWorld();
    invalidate();
  }, [camera, size, orbit, top, bottom, invalidate]);
  return null;
}

/** All layers as instances of one box: an edit writes matrices and colours, and creates nothing. */
function LayerBlocks({ layout, highlighted, selected, onHover, onSelect }: StructureSceneProps) {
  const mesh = useRef<InstancedMesh>(null);
  const invalidate = useThree((state) => state.invalidate);
  const { boxes } = layout;
  const capacity = Math.max(64, 2 ** Math.ceil(Math.log2(boxes.length + 1)));
  useLayoutEffect(() => {
    const instances = mesh.current;
    if (instances === null) return;
    writeInstances(instances, boxes, [highlighted, selected]);
    invalidate();
  }, [boxes, highlighted, selected, invalidate]);
  const boxOf = ({ instanceId }: ThreeEvent<PointerEvent | MouseEvent>): LayerBox | null =>
    instanceId === undefined ? null : (boxes[instanceId] ?? null);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: not an element; the Layers table is the keyboard's way
    <instancedMesh
      key={capacity}
      ref={mesh}
      args={[undefined, undefined, capacity]}
      frustumCulled={false}
      onPointerMove={(event) => {
        event.stopPropagation();
        onHover(boxOf(event));
      }}
      onPointerOut={() => onHover(null)}
      onClick={(event) => {
        const box = boxOf(event);
        event.stopPropagation();
        if (box !== null && event.delta < 4) onSelect(box);
      }}
    >
      <boxGeometry args={[WIDTH, 1, DEPTH]} />
      <meshLambertMaterial />
    </instancedMesh>
  );
}

function writeInstances(mesh: InstancedMesh, boxes: readonly LayerBox[], bright: readonly (LayerBox | null)[]): void {
  const matrix = new Matrix4();
  const colour = new Color();
  const white = new Color('#ffffff');
  boxes.forEach((box, i) => {
    const { bottom, top, layer } = box;
    matrix.makeScale(1, Math.max(top - bottom, 1e-6), 1).setPosition(0, (top + bottom) / 2, 0);
    mesh.setMatrixAt(i, matrix);
    colour.set(materialColour(layer.name).fill);
    if (bright.includes(box)) colour.lerp(white, 0.35);
    mesh.setColorAt(i, colour);
  });
  mesh.count = boxes.length;
  mesh.instanceMatrix.needsUpdate = true;
  if (mesh.instanceColor !== null) mesh.instanceColor.needsUpdate = true;
  // picking tests this sphere first, and three keeps an old one
  mesh.computeBoundingSphere();
}

/** A line round the piece at each face between two layers. */
function LayerOutlines({ boxes, colour }: { boxes: readonly LayerBox[]; colour: string }) {
  const geometry = useMemo(() => {
    const [w, d] = [WIDTH / 2 + 0.001, DEPTH / 2 + 0.001];
    const corners = [
      [-w, -d],
      [w, -d],
      [w, d],
      [-w, d],
    ];
    const heights = [...boxes.map(({ top }) => top), ...boxes.slice(-1).map(({ bottom }) => bottom)];
    const points = heights.flatMap((y) =>
      corners.flatMap(([x, z], i) => {
        const [nextX, nextZ] = corners[(i + 1) % 4];
        return [x, y, z, nextX, y, nextZ];
      }),
    );
    return new BufferGeometry().setAttribute('position', new Float32BufferAttribute(points, 3));
  }, [boxes]);
  useLayoutEffect(() => () => geometry.dispose(), [geometry]);
  return (
    <lineSegments geometry={geometry} frustumCulled={false}>
      <lineBasicMaterial color={colour} transparent opacity={0.4} />
    </lineSegments>
  );
}

const UNIT_EDGES = new EdgesGeometry(new BoxGeometry(WIDTH, 1, DEPTH));

/** Round the selected layer, through everything: a layer thinner than a pixel still shows where it is. */
function Outline({ box, colour }: { box: LayerBox; colour: string }) {
  const { bottom, top } = box;
  return (
    <lineSegments
      geometry={UNIT_EDGES}
      position={[0, (top + bottom) / 2, 0]}
      scale={[1.01, Math.max(top - bottom, 1e-4), 1.01]}
      renderOrder={2}
    >
      <lineBasicMaterial color={colour} depthTest={false} linewidth={2} />
    </lineSegments>
  );
}

function SubstrateBlock({ piece, name }: { piece: SubstratePiece; name: string }) {
  const { bottom, top, cut } = piece;
  const shape = useMemo(() => {
    const [left, right] = [-WIDTH / 2, WIDTH / 2];
    const jagged = zigzag(
      left,
      right,
      cut === 'bottom' ? bottom : top,
      cut === 'bottom' ? CUT_DEPTH : -CUT_DEPTH,
      CUT_TEETH,
    );
    const flat = cut === 'bottom' ? top : bottom;
    const outline = new Shape().moveTo(left, flat);
    for (const [x, y] of jagged) outline.lineTo(x, y);
    return outline.lineTo(right, flat).closePath();
  }, [bottom, top, cut]);
  const options = useMemo(() => ({ depth: DEPTH, bevelEnabled: false }), []);
  return (
    <mesh position={[0, 0, -DEPTH / 2]}>
      <extrudeGeometry args={[shape, options]} />
      <meshLambertMaterial color={materialColour(name).fill} />
    </mesh>
  );
}

/** Moves the HTML labels to where their anchors appear, with each frame that is drawn. */
function LabelPlacer({ anchors, labels }: Pick<StructureSceneProps, 'anchors' | 'labels'>) {
  const invalidate = useThree((state) => state.invalidate);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a label that has moved needs a frame
  useLayoutEffect(() => invalidate(), [anchors, invalidate]);
  useFrame(({ camera, size }) => {
    const point = new Vector3();
    for (const { key, at } of anchors) {
      const label = labels.current.get(key);
      if (label === undefined) continue;
      point.set(...at).project(camera);
      const x = (point.x * 0.5 + 0.5) * size.width;
      const y = (0.5 - point.y * 0.5) * size.height;
      label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) translateY(-50%)`;
    }
  });
  return null;
}
