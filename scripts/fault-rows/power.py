"""Power loss: unwritten data is gone."""

import os
import subprocess
import time

from ground import Reporter, Result, Skipped, counted, integrity, library, load, need, need_root, serving, size

IMAGE_MIB = 320


def row(ground):
    """Power loss"""
    need_root("mounts a disk image")
    xfs_io = need("xfs_io", "xfsprogs")
    result = Result("Power loss")
    cuts = size("CUTS", 20)
    with Disk(ground, xfs_io) as disk:
        acknowledged = lose_power(ground, disk, result, cuts, {}, must_hold=True)
    result.figure(f"{cuts} power losses ({disk.kind}) while {acknowledged:,} reports were acknowledged")
    noticed = Result("")
    with Disk(ground, xfs_io) as disk:
        # Without fsync.
        lose_power(ground, disk, noticed, 3, {"LD_PRELOAD": library("libeatmydata.so", "eatmydata")}, must_hold=False)
    result.control(bool(noticed.failures), "under eatmydata: " + ("; ".join(noticed.failures[:1]) or "no loss was reported"))
    return result


class Disk:
    """A file system in a disk image, which can simulate power loss."""

    def __init__(self, ground, xfs_io):
        self.image, self.path = ground.fresh("image") + "/image", ground.fresh("disk")
        self.xfs_io = xfs_io

    def __enter__(self):
        with open(self.image, "wb") as file:
            file.truncate(IMAGE_MIB << 20)
        for kind, package in (("xfs", "xfsprogs"), ("ext4", "e2fsprogs")):
            make = need(f"mkfs.{kind}", package)
            self.kind = kind
            if subprocess.run([make, "-q", self.image], capture_output=True).returncode == 0 and self.mount():
                return self
        raise Skipped("cannot mount an xfs or ext4 image here")

    def mount(self):
        return subprocess.run(["mount", "-o", "loop", self.image, self.path], capture_output=True).returncode == 0

    def cut(self):
        """Drops all writes that were not synced."""
        subprocess.run([self.xfs_io, "-x", "-c", "shutdown", self.path], check=True, capture_output=True)

    def plug_in(self):
        """Mounts it again, which replays its journal."""
        self.unmount()
        if not self.mount():
            raise Skipped("cannot mount the image again")

    def unmount(self):
        for _ in range(100):
            if subprocess.run(["umount", self.path], capture_output=True).returncode == 0:
                return
            time.sleep(0.05)
        subprocess.run(["umount", "--lazy", self.path], capture_output=True)

    def __exit__(self, *_):
        self.unmount()


def lose_power(ground, disk, result, cuts, environment, must_hold):
    home, reporter = disk.path + "/home", Reporter(ground)
    os.makedirs(home, mode=0o700)
    with serving(ground, home) as daemon:
        admin = daemon.admin()
        daemon.stop()
    os.sync()
    for number in range(cuts):
        known = set(reporter.acknowledged)
        with serving(ground, home, environment=environment) as daemon:
            threads = load(daemon, admin, reporter, 30)
            time.sleep(ground.random.uniform(0.05, 0.4))
            disk.cut()
            time.sleep(0.02)
            daemon.kill()
            for thread in threads:
                thread.join()
        disk.plug_in()
        fresh = reporter.acknowledged - known
        try:
            with serving(ground, home) as daemon:
                lost = reporter.lost(daemon.client(admin), fresh)
                result.expect(not lost, f"power loss {number}: {len(lost)} of {len(fresh)} acknowledged reports are missing")
                daemon.stop()
            result.expect(integrity(home) == ["ok"], f"power loss {number} left a damaged database")
        except Exception as error:
            result.expect(False, f"after power loss {number}, the daemon does not start: {str(error)[-200:]}")
            break
    if must_hold:
        result.expect(len(reporter.acknowledged) > cuts, f"only {len(reporter.acknowledged)} reports were acknowledged: too little load")
        with serving(ground, home) as daemon:
            result.expect(not reporter.lost(daemon.client(admin)), "acknowledged reports are missing at the end")
            reporter.send_all_again(daemon.client(admin))
            daemon.stop()
        there = counted(home)
        result.expect(
            there["receipts"] == there["different"] == there["reports"] == len(reporter.sent),
            f"{there['receipts']} receipts and {there['reports']} counted of {len(reporter.sent)} reports")
    return len(reporter.acknowledged)
