"""The closed vocabularies that describe an exercise.

Values are stored in the database and sent through the API: adding one is safe, renaming one needs a migration.
"""

from enum import StrEnum


class Muscle(StrEnum):
    """Muscle groups as coaches speak of them when they balance a program."""

    QUADS = "quads"
    HAMSTRINGS = "hamstrings"
    GLUTES = "glutes"
    ADDUCTORS = "adductors"
    ABDUCTORS = "abductors"
    # Gastrocnemius, soleus and the peroneals beside them.
    CALVES = "calves"
    TIBIALIS = "tibialis"
    FEET = "feet"
    HIP_FLEXORS = "hip_flexors"
    CHEST = "chest"
    SERRATUS = "serratus"
    # Rhomboids and the middle and lower trapezius; TRAPS is the upper trapezius.
    UPPER_BACK = "upper_back"
    LATS = "lats"
    TRAPS = "traps"
    LOWER_BACK = "lower_back"
    FRONT_DELTS = "front_delts"
    SIDE_DELTS = "side_delts"
    REAR_DELTS = "rear_delts"
    ROTATOR_CUFF = "rotator_cuff"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABS = "abs"
    OBLIQUES = "obliques"
    NECK = "neck"


class Equipment(StrEnum):
    """What must be at hand. BODYWEIGHT marks a movement that needs no external load."""

    BODYWEIGHT = "bodyweight"
    BARBELL = "barbell"
    EZ_BAR = "ez_bar"
    TRAP_BAR = "trap_bar"
    DUMBBELL = "dumbbell"
    KETTLEBELL = "kettlebell"
    PLATE = "plate"
    SANDBAG = "sandbag"
    BACKPACK = "backpack"
    MEDICINE_BALL = "medicine_ball"
    LANDMINE = "landmine"
    RACK = "rack"
    BENCH = "bench"
    BOX = "box"
    CABLE = "cable"
    MACHINE = "machine"
    SMITH_MACHINE = "smith_machine"
    BAND = "band"
    TRX = "trx"
    RINGS = "rings"
    PULL_UP_BAR = "pull_up_bar"
    DIP_BARS = "dip_bars"
    AB_WHEEL = "ab_wheel"
    SWISS_BALL = "swiss_ball"
    SLIDERS = "sliders"
    FOAM_ROLLER = "foam_roller"
    SLED = "sled"
    BATTLE_ROPE = "battle_rope"
    JUMP_ROPE = "jump_rope"
    ROWER = "rower"
    SKI_ERG = "ski_erg"
    BIKE = "bike"
    TREADMILL = "treadmill"
    ELLIPTICAL = "elliptical"
    STAIR_CLIMBER = "stair_climber"


class MovementPattern(StrEnum):
    """The main task of the movement; one per exercise."""

    SQUAT = "squat"
    HINGE = "hinge"
    LUNGE = "lunge"
    HORIZONTAL_PUSH = "horizontal_push"
    HORIZONTAL_PULL = "horizontal_pull"
    VERTICAL_PUSH = "vertical_push"
    VERTICAL_PULL = "vertical_pull"
    OLYMPIC = "olympic"
    CARRY = "carry"
    ROTATION = "rotation"
    ANTI_ROTATION = "anti_rotation"
    ANTI_EXTENSION = "anti_extension"
    ANTI_LATERAL_FLEXION = "anti_lateral_flexion"
    CORE_FLEXION = "core_flexion"
    CORE_EXTENSION = "core_extension"
    JUMP = "jump"
    THROW = "throw"
    LOCOMOTION = "locomotion"
    ISOLATION = "isolation"
    MOBILITY = "mobility"


class Mechanics(StrEnum):
    """COMPOUND works across several joints, ISOLATION mainly across one."""

    COMPOUND = "compound"
    ISOLATION = "isolation"


class Level(StrEnum):
    """The training experience a person needs to do the exercise well."""

    BEGINNER = "beginner"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"


class Measurement(StrEnum):
    """What one logged set records.

    ``assisted_reps`` records repetitions with the weight that helps (a counterweight), which lowers the load.
    """

    WEIGHT_REPS = "weight_reps"
    REPS = "reps"
    ASSISTED_REPS = "assisted_reps"
    DURATION = "duration"
    WEIGHT_DURATION = "weight_duration"
    DISTANCE_DURATION = "distance_duration"
    WEIGHT_DISTANCE = "weight_distance"
