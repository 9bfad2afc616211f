//! Processes that end in the middle of their work, and disks that refuse.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use super::{announcements, ok, program, quads, run};

/// Ends processes at many points of their work. `PLEDGEGRAPH_KILLS` says at how many (200 in `make acceptance`).
fn kills() -> u32 {
    std::env::var("PLEDGEGRAPH_KILLS")
        .ok()
        .and_then(|number| number.parse().ok())
        .unwrap_or(3)
}

/// Runs a command and kills it after a part of the time it needs; the parts are spread evenly.
fn killed(room: &Path, arguments: &[&str], needed: Duration, part: f64) {
    let mut child = program(room)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    // Whatever point this hits, what follows must hold.
    thread::sleep(needed.mul_f64(part));
    let _ = child.kill();
    child.wait().expect("ends");
}

fn timed(room: &Path, arguments: &[&str]) -> Duration {
    let start = Instant::now();
    ok(room, arguments);
    start.elapsed()
}

#[test]
fn a_killed_build_loses_nothing_that_another_does_not_bring() {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    announcements(&room.join("texts"), 60);
    let build = ["build", "texts", "--store", "store", "--quiet"];
    let needed = timed(room, &["build", "texts", "--store", "whole", "--quiet"]);
    let right = quads(room, "whole");
    for point in 0..kills() {
        let _ = fs::remove_dir_all(room.join("store"));
        killed(room, &build, needed, f64::from(point) / f64::from(kills()));
        ok(room, &build);
        assert_eq!(quads(room, "store"), right, "point {point}");
        ok(room, &["verify", "--store", "store"]);
    }
}

#[test]
fn a_killed_incremental_build_leaves_a_store_that_is_whole() {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    announcements(&room.join("texts"), 40);
    ok(room, &["build", "texts", "--store", "store", "--quiet"]);
    announcements(&room.join("texts"), 60);
    let changed =
        "Sund Bridge grant 0\n\nThe World Bank will lend the Sund Bridge 90 million euros.\n";
    fs::write(room.join("texts/0000.txt"), changed).expect("a file");
    let needed = timed(room, &["build", "texts", "--store", "whole", "--quiet"]);
    let right = quads(room, "whole");
    for point in 0..kills() {
        let part = f64::from(point) / f64::from(kills());
        let build = ["build", "texts", "--store", "store", "--quiet"];
        killed(room, &build, needed, part);
        // Also without another build: what is there is whole or told to be unfinished.
        let verified = run(room, &["verify", "--store", "store"]);
        let told = String::from_utf8_lossy(&verified.stderr);
        let whole = verified.status.success() || told.contains("any next `build` tells them");
        assert!(whole, "point {point}: {verified:?}");
        ok(room, &build);
        assert_eq!(quads(room, "store"), right, "point {point}");
        ok(room, &["remove", "--store", "store", "0003", "0050"]);
        fs::remove_dir_all(room.join("store")).expect("goes");
        ok(room, &["backup", "--store", "whole", "store"]);
        killed(
            room,
            &["remove", "--store", "store", "0003", "0050"],
            needed / 4,
            part,
        );
        ok(room, &build);
        assert_eq!(quads(room, "store"), right, "removal, point {point}");
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_a_build_and_the_next_takes_it_up() {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    announcements(&room.join("texts"), 60);
    let build = ["build", "texts", "--store", "store", "--quiet"];
    let needed = timed(room, &["build", "texts", "--store", "whole", "--quiet"]);
    for signal in ["INT", "TERM", "HUP"] {
        let mut child = program(room).args(build).spawn().expect("starts");
        thread::sleep(needed / 2);
        let id = child.id().to_string();
        let _ = Command::new("kill").args(["-s", signal, &id]).status();
        child.wait().expect("ends");
        ok(room, &build);
        assert_eq!(quads(room, "store"), quads(room, "whole"), "{signal}");
        fs::remove_dir_all(room.join("store")).expect("goes");
    }
}

/// Needs the right to mount; says so when it has none.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_the_store_as_it_was() {
    let room = tempfile::tempdir().expect("a folder");
    let room = room.path();
    let disk = room.join("disk");
    fs::create_dir_all(&disk).expect("a folder");
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(&disk)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        eprintln!("skipped: mounting a small tmpfs needs root");
        return;
    }
    announcements(&room.join("few"), 2);
    announcements(&room.join("many"), 150);
    let outcome = std::panic::catch_unwind(|| {
        let first = run(room, &["build", "few", "--store", "disk/store", "--quiet"]);
        if !first.status.success() {
            // RocksDB wants more than that for an empty store.
            return assert_eq!(first.status.code(), Some(2), "{first:?}");
        }
        let before = quads(room, "disk/store");
        let output = run(room, &["build", "many", "--store", "disk/store", "--quiet"]);
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{told}");
        assert!(
            told.contains("No space left") || told.contains("disk is full"),
            "{told}"
        );
        assert_eq!(quads(room, "disk/store"), before);
        ok(room, &["verify", "--store", "disk/store"]);
    });
    let _ = Command::new("umount").arg(&disk).status();
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}
