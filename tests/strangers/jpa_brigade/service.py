"""A county fire brigade: Java 17 with JPA (EclipseLink) and the JDK's web server, on MariaDB or PostgreSQL. The libraries are those of Debian."""

import pathlib
import shutil

from running import Running, run

PROJECT = pathlib.Path(__file__).parent
SOURCES = PROJECT / "src"
JARS = pathlib.Path("/usr/share/java")
LIBRARIES = ("eclipselink", "org.eclipse.persistence.jpa.jpql", "eclipselink-jpa-2.1-spec", "geronimo-jta-1.2-spec", "javax.json", "jackson-core",
             "jackson-annotations", "jackson-databind", "mariadb-java-client", "postgresql")
# Weaving is off: there is no agent. So EclipseLink loads to-one relations at once, whatever the mapping says.
OPTIONS = ["-Xmx512m", "-Duser.timezone=UTC", "-Dsun.net.httpserver.nodelay=true"]


def class_path(classes):
    return ":".join([str(classes), *(str(JARS / f"{library}.jar") for library in LIBRARIES)])


def build(folder):
    """The classes, compiled again if a source is newer."""
    classes = folder.resolve() / "classes"
    compiled = classes / "compiled"
    files = [file for file in SOURCES.rglob("*") if file.is_file()]
    if compiled.exists() and compiled.stat().st_mtime > max(file.stat().st_mtime for file in files):
        return classes
    shutil.rmtree(classes, ignore_errors=True)
    classes.mkdir(parents=True)
    programs = [file for file in files if file.suffix == ".java"]
    run(["javac", "--release", "17", "-encoding", "UTF-8", "-Xlint:all,-processing,-path", "-d", classes, "-cp", class_path(classes), *programs],
        {}, PROJECT, folder / "build.log")
    for file in files:
        if file.suffix != ".java":
            target = classes / file.relative_to(SOURCES)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)
    compiled.touch()
    return classes


def command(folder, *arguments):
    return ["java", *OPTIONS, "-cp", class_path(build(folder)), "brigade.Main", *arguments]


def seed(folder, database, dataset):
    env = {"DATABASE_URL": database.url}
    run(command(folder, "seed", dataset.removeprefix("x")), env, PROJECT, folder / f"seed-{database.name}.log")


def start(folder, port, database):
    return Running(command(folder, "serve", str(port)), port, {"DATABASE_URL": database.url}, PROJECT, folder / f"{database.name}.log")
