"""Three disclosures of agencies that do not exist, shipped with Gouji; SAMPLES.md says which figure of each is wrong on purpose."""

from __future__ import annotations

from pathlib import Path

NAMES = ("云岭县林业和草原局2023年部门预算.pdf", "云岭县林业和草原局2024年部门预算.pdf", "澄湾市公共图书馆管理中心2024年度单位决算.txt")


def files() -> tuple[Path, ...]:
    """The sample files, in the order of `NAMES`."""
    return tuple(Path(__file__).with_name(name) for name in NAMES)
