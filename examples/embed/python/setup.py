"""Builds the extension: BILATERAL is a checkout, BILATERAL_LIB the folder of its compiled form."""
import os
import pathlib

from pybind11.setup_helpers import ParallelCompile, Pybind11Extension
from setuptools import setup

here = pathlib.Path(__file__).resolve().parent
root = pathlib.Path(os.environ.get("BILATERAL", here.parents[2]))
library = os.environ.get("BILATERAL_LIB")
extension = Pybind11Extension(
    "bilateral._bilateral",
    ["regress.cpp", str(root / "examples/embed/host.cpp")],
    cxx_std=20,
    include_dirs=[str(root / "include"), str(root / "examples/embed")],
    define_macros=[("BILATERAL_COMPILED", None)] if library else [],
    library_dirs=[library] if library else [],
    libraries=["bilateral_compiled"] if library else [],
    extra_compile_args=["-isystem", os.environ.get("EIGEN_INCLUDE", "/usr/include/eigen3"),
                        "-g0", "-O1" if library else "-O2"],
    extra_link_args=["-pthread"],
)
ParallelCompile(default=2).install()
setup(name="bilateral", version="0.1.0", packages=["bilateral"], ext_modules=[extension],
      install_requires=["numpy", "pandas"])
