export { Canvas } from './Canvas.tsx'
export { CanvasProvider, useCanvasPlace, type CanvasPlace } from './canvas-place.tsx'
