// bilateral_benchmark JOB VARIANT FOLDER SIZE THREADS REPS: reads the job's files in FOLDER, times the
// call REPS times and prints, as its last line,
//   RESULT {"version": ..., "n": ..., "k": ..., "seconds_all": [...], "estimates": [[name, b, se], ...]}
// Exit status 3 for a job that it does not have, 1 where the files are missing. race.py runs it beside
// its rivals.
#include "job_absorb.hpp"
#include "job_ardl.hpp"
#include "job_bootstrap.hpp"
#include "job_breaks.hpp"
#include "job_csv.hpp"
#include "job_equilibrium.hpp"
#include "job_hac.hpp"
#include "job_indices.hpp"
#include "job_io.hpp"
#include "job_johansen.hpp"
#include "job_lp.hpp"
#include "job_ppml.hpp"
#include "job_rolling.hpp"
#include "job_sparse_io.hpp"
#include "job_structure.hpp"

#include <cstdio>
#include <exception>
#include <string>

#ifdef __GLIBC__
#include <malloc.h>
#endif

int main(int argc, char** argv) {
  using namespace bilateral_benchmark;
#ifdef __GLIBC__
  // freed memory stays with the process: glibc would hand every large matrix back and take it again page
  // by page (numpy asks for huge pages to the same end)
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
  if (argc != 7) {
    std::fprintf(stderr, "usage: bilateral_benchmark JOB VARIANT FOLDER SIZE THREADS REPS\n");
    return 2;
  }
  struct job {
    const char* name;
    bool (*run)(const std::string&, const std::string&, const std::string&, int, int);
  };
  constexpr job jobs[] = {{"ols_hac", run_hac},
                          {"bootstrap", run_bootstrap},
                          {"rolling", run_rolling},
                          {"breaks", run_breaks},
                          {"ardl", run_ardl},
                          {"johansen", run_johansen},
                          {"lp", run_lp},
                          {"io", run_io},
                          {"csv", run_csv},
                          {"sparse_io", run_sparse_io},
                          {"equilibrium", run_equilibrium},
                          {"equilibrium_draws", run_equilibrium_draws},
                          {"equilibrium_sectors", run_equilibrium_sectors},
                          {"structure", run_structure},
                          {"indices", run_indices},
                          {"ols3", run_ols3},
                          {"simple3", run_simple3},
                          {"difficult3", run_difficult3},
                          {"ppml3", run_ppml3},
                          {"difficult3_pois", run_difficult3_pois}};
  for (const job& j : jobs) {
    if (argv[1] != std::string(j.name)) continue;
    try {
      if (j.run(argv[2], argv[3], argv[4], std::stoi(argv[5]), std::stoi(argv[6]))) return 0;
      std::fprintf(stderr, "bilateral_benchmark: no data for %s in %s\n", argv[1], argv[3]);
    } catch (const std::exception& e) {
      std::fprintf(stderr, "bilateral_benchmark: %s\n", e.what());
    }
    return 1;
  }
  return 3;
}
