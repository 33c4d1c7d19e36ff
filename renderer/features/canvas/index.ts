export { Canvas } from './Canvas.tsx'
export {
  CanvasProvider,
  useCanvasPlace,
  type CanvasArea,
  type CanvasPlace,
} from './canvas-place.tsx'
