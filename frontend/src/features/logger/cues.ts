let audio: AudioContext | null = null;

/** Browsers let sound through only where a tap asked for it; call it in the handler of a confirmation. */
export function armSound(): void {
  try {
    audio ??= new AudioContext();
    if (audio.state === 'suspended') void audio.resume();
  } catch {
    audio = null;
  }
}

function beep(at: number, pitch: number): void {
  if (!audio) return;
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0.2, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + 0.18);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + 0.2);
}

/** Says that the rest is over: vibrates and beeps where the device allows it. */
export function ringRestOver(): void {
  navigator.vibrate?.([180, 90, 180]);
  if (audio?.state !== 'running') return;
  beep(audio.currentTime, 660);
  beep(audio.currentTime + 0.22, 880);
}
