/** Speed of light in vacuum, nm/fs: exact by the definition of the metre. ω (rad/fs) = 2πc/λ. */
export const SPEED_OF_LIGHT_NM_PER_FS = 299.792458;
